import Core

extension TerminalHeartbeat.SlowCall {
    /// As the subject of a sentence.
    var phrase: String {
        switch self {
        case .none: "a call that it does not name"
        case .orderSend: "sending an order"
        case .socketSend: "writing to the link"
        case .socketRead: "reading from the link"
        case .copyTicks: "copying ticks"
        case .history: "reading the history"
        case .calculation: "calculating a profit"
        case .file: "a file"
        case .chart: "drawing on the chart"
        }
    }
}
