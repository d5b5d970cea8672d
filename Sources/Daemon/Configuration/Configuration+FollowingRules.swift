import Core

/// The rules that follow the market, and the bars that some of them look at.
extension Configuration {
    static func trailing(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> TrailingStop? {
        reader.rule(parent, "trailing") { reader, section in
            let start = reader.neededDistance(section, "start")
            let step = step(&reader, section)
            let distance = reader.neededDistance(section, "distance", atLeast: 1)
            let most = reader.distance(section, "most")
            guard let start, let step, let distance else { return nil }
            return TrailingStop(
                start: start.distance, step: step, distance: distance.distance, most: most?.distance)
        }
    }

    static func bars(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> BarSettings? {
        reader.rule(parent, "bars") { reader, section in
            reader.require(section, "period")
            let period = reader.choice(section, "period", BarPeriod.allCases.map { ($0.name, $0) })
            let count = 1...BarSettings.barsMax
            let atr = reader.integer(section, "atr_bars", in: count) ?? 14
            let chandelier = reader.integer(section, "chandelier_bars", in: count) ?? 22
            let swing = reader.integer(section, "swing_bars", in: count) ?? 5
            let step = reader.decimal(section, "parabolic_step", decimals: 3, in: 1...1_000) ?? 20
            let most = reader.decimal(section, "parabolic_most", decimals: 3, in: 1...1_000) ?? 200
            if step > most {
                reader.report(
                    section.path(of: "parabolic_step"),
                    "\"parabolic_step\" must be at most \"parabolic_most\"")
            }
            guard let period else { return nil }
            return BarSettings(
                period: period, atrBars: atr, chandelierBars: chandelier, swingBars: swing,
                parabolicStepPermille: step, parabolicMaxPermille: most)
        }
    }

    static func chandelier(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> ChandelierStop? {
        reader.rule(parent, "chandelier") { reader, section in
            let multiple = reader.decimal(section, "distance_atr", decimals: 3, in: 1...1_000_000) ?? 3_000
            let start = reader.distance(section, "start")
            guard let step = step(&reader, section) else { return nil }
            return ChandelierStop(multiplePermille: multiple, start: start?.distance ?? .zero, step: step)
        }
    }

    static func swing(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> SwingStop? {
        reader.rule(parent, "swing") { reader, section in
            let buffer = reader.distance(section, "buffer")
            let start = reader.distance(section, "start")
            guard let step = step(&reader, section) else { return nil }
            return SwingStop(
                buffer: buffer?.distance ?? .zero, start: start?.distance ?? .zero, step: step)
        }
    }

    static func parabolic(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> ParabolicStop? {
        reader.rule(parent, "parabolic") { reader, section in
            let start = reader.distance(section, "start")
            guard let step = step(&reader, section) else { return nil }
            return ParabolicStop(start: start?.distance ?? .zero, step: step)
        }
    }

    /// The smallest improvement worth a request.
    static func step(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section
    ) -> Distance? {
        reader.require(section, "step_points")
        return reader.integer(section, "step_points", in: 1...1_000_000_000).map { Distance(points: $0) }
    }
}

extension BarPeriod {
    /// As terminals name it.
    var name: String {
        switch self {
        case .m1: "M1"
        case .m5: "M5"
        case .m15: "M15"
        case .m30: "M30"
        case .h1: "H1"
        case .h4: "H4"
        case .d1: "D1"
        }
    }
}
