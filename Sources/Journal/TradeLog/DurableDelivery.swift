import Core

/// Everything that the EA of an account delivered up to and including this message is durable.
public struct DurableDelivery: Hashable, Sendable, BitwiseCopyable {
    public let account: AccountNumber
    public let delivery: Delivery
}
