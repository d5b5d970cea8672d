import Core

/// What the broker agreed on with one account.
public struct AccountTerms: Equatable, Sendable {
    /// Whether one symbol can have several positions.
    public enum MarginMode: String, Sendable, CaseIterable { case hedging, netting }

    public var number: AccountNumber
    public var marginMode: MarginMode
    public var currency: String
    public var balance: Money
    public var leverage: Int64
    /// The first ticket given out; MT5's can lie above 2^53.
    public var firstTicket: UInt64
    /// Requests of one terminal that may wait at the broker; further ones are answered with 10024.
    public var inFlightMax: Int

    public init(
        number: AccountNumber = AccountNumber(5_000_001), marginMode: MarginMode = .hedging,
        currency: String = "USD", balance: Money = Money(units: 100_000 * Money.unitsPerWhole),
        leverage: Int64 = 100, firstTicket: UInt64 = 700_000_001, inFlightMax: Int = 64
    ) {
        self.number = number
        self.marginMode = marginMode
        self.currency = currency
        self.balance = balance
        self.leverage = leverage
        self.firstTicket = firstTicket
        self.inFlightMax = inFlightMax
    }
}

/// The account as its owner sees it.
public struct AccountState: Equatable, Sendable {
    public var balance: Money
    /// Balance and what all open positions would realise, swap included.
    public var equity: Money
    public var margin: Money
    public var marginFree: Money { equity - margin }
}
