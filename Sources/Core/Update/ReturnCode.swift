/// What an MT5 trade server return code means for a request; every documented code is classified here, once.
///
/// Source: the return codes of the MQL5 reference, 10004 to 10046; 10005 and 10037 do not exist.
public enum ReturnCodeClass: Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    /// Accepted or executed.
    case done
    /// Nothing to change: the level asked for is already there.
    case unchanged
    /// The position no longer exists: an ordinary ending.
    case gone
    /// The price moved or the level was too near: decide again with a fresh price.
    case repriced
    /// The server or the position is busy: the same request may succeed a little later.
    case busy
    /// The market is closed for this symbol.
    case marketClosed
    /// The answer leaves open what happened: read back before anything else.
    case unknown
    /// Only a person can remove the reason.
    case forbidden
    /// The request itself is wrong; sending it again cannot help.
    case invalid
}

extension ReturnCodeClass {
    /// Classifies `code`; a code MT5 does not document counts as unknown, never as a failure.
    public init(_ code: UInt32) {
        switch code {
        case 10008, 10009, 10010: self = .done
        case 10025: self = .unchanged
        case 10036: self = .gone
        case 10004, 10015, 10016, 10020, 10021: self = .repriced
        case 10006, 10007, 10011, 10023, 10024, 10028, 10029, 10039, 10041: self = .busy
        case 10018: self = .marketClosed
        case 10012, 10031: self = .unknown
        case 10017, 10019, 10026, 10027, 10032, 10033, 10034, 10040, 10042, 10043, 10044, 10045, 10046:
            self = .forbidden
        case 10013, 10014, 10022, 10030, 10035, 10038: self = .invalid
        default: self = .unknown
        }
    }
}
