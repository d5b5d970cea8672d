import Core

extension Contract {
    /// The contract behind a symbol name, whatever suffix the broker gives it ("EURUSD.fxcm").
    ///
    /// - Parameter digits: decimals seen in the symbol's file, used only for a symbol that is not known;
    ///   such a symbol is taken for one of 1 unit a lot, so that its worth is its price.
    public static func known(_ name: String, digits: Int = 2) -> Contract {
        let root = String(name.prefix(6)).uppercased()
        var contract =
            switch root {
            case "XAUUSD": gold
            case "EURUSD": euro
            case "USDJPY": yen
            case "BTCUSD": bitcoin
            default: fallback(root: root, digits: digits)
            }
        contract.name = name
        return contract
    }

    static let gold = Contract(
        name: "XAUUSD", digits: 3, contractSize: 100, baseCurrency: "XAU", profitCurrency: "USD",
        stopsLevel: 50, freezeLevel: 10, swapLongPoints: -250, swapShortPoints: 120,
        sessions: TradingSessions(opens: 3_600, closes: TradingSessions.secondsPerDay), usualSpread: 300)

    static let euro = Contract(
        name: "EURUSD", digits: 5, contractSize: 100_000, baseCurrency: "EUR", profitCurrency: "USD",
        stopsLevel: 10, freezeLevel: 2, swapLongPoints: -7, swapShortPoints: 3, usualSpread: 10)

    static let yen = Contract(
        name: "USDJPY", digits: 3, contractSize: 100_000, baseCurrency: "USD", profitCurrency: "JPY",
        stopsLevel: 10, freezeLevel: 2, swapLongPoints: 5, swapShortPoints: -12, usualSpread: 12)

    static let bitcoin = Contract(
        name: "BTCUSD", digits: 2, contractSize: 1, baseCurrency: "BTC", profitCurrency: "USD",
        stopsLevel: 100, usualSpread: 1_500)

    private static func fallback(root: String, digits: Int) -> Contract {
        let isPair =
            root.utf8.count == 6
            && root.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        return Contract(
            name: root, digits: digits, contractSize: isPair && digits >= 3 ? 100_000 : 1,
            baseCurrency: isPair ? String(root.prefix(3)) : root,
            profitCurrency: isPair ? String(root.suffix(3)) : "USD", stopsLevel: 10, usualSpread: 20)
    }
}
