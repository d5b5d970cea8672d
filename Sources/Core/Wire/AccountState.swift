/// The account's figures as the terminal shows them.
public struct AccountState: Hashable, Sendable, BitwiseCopyable {
    public var balance: Money
    public var equity: Money
    public var margin: Money
    public var marginFree: Money
    public var permissions: Permissions

    public init(balance: Money, equity: Money, margin: Money, marginFree: Money, permissions: Permissions) {
        self.balance = balance
        self.equity = equity
        self.margin = margin
        self.marginFree = marginFree
        self.permissions = permissions
    }

    init(_ fields: inout FieldReader) {
        balance = fields.money()
        equity = fields.money()
        margin = fields.money()
        marginFree = fields.money()
        permissions = fields.permissions()
    }

    func write(to fields: inout FieldWriter) {
        fields.money(balance)
        fields.money(equity)
        fields.money(margin)
        fields.money(marginFree)
        fields.permissions(permissions)
    }
}
