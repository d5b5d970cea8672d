public enum Side: UInt8, Sendable { case buy, sell }
