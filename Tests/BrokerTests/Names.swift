import Broker

// Core has its own view of these; here the broker's is meant.
typealias Tick = Broker.Tick
typealias Quote = Broker.Quote
typealias Position = Broker.Position
typealias Deal = Broker.Deal
typealias Valuation = Broker.Valuation
typealias ReturnCode = Broker.ReturnCode
