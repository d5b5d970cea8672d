import Core

@testable import Bridge

/// An owner that guards nothing, as far as heartbeats tell.
struct ShadowStatus: LinkStatusSource {
    func status(of account: AccountNumber) -> LinkStatus {
        LinkStatus(mode: .shadow, latch: .none, guarded: 0, managed: 0, worstCaseLoss: .zero)
    }
}
