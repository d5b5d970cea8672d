/// MT5's answer to a trade request (`MqlTradeResult.retcode`).
public enum ReturnCode: UInt32, Sendable, CaseIterable {
    case requote = 10004
    case reject = 10006
    case cancel = 10007
    case placed = 10008
    case done = 10009
    case donePartial = 10010
    case error = 10011
    case timeout = 10012
    case invalid = 10013
    case invalidVolume = 10014
    case invalidPrice = 10015
    case invalidStops = 10016
    case tradeDisabled = 10017
    case marketClosed = 10018
    case noMoney = 10019
    case priceChanged = 10020
    case priceOff = 10021
    case tooManyRequests = 10024
    case noChanges = 10025
    case locked = 10028
    case frozen = 10029
    case connection = 10031
    case positionClosed = 10036
    case invalidCloseVolume = 10038
    case longOnly = 10042
    case shortOnly = 10043
    case closeOnly = 10044

    public var isSuccess: Bool { self == .done || self == .donePartial || self == .placed }
}
