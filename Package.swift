// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled as Swift 6, with warnings as errors and strict memory safety.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "Backstop",
    products: [
        .executable(name: "backstop", targets: ["Daemon"]),
        .executable(name: "backstop-terminal", targets: ["Terminal"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // The decisions: pure, deterministic, importing nothing.
        .target(name: "Core", swiftSettings: strict + [.strictMemorySafety()]),

        // The world, as C sees it.
        .systemLibrary(
            name: "CZMQ", pkgConfig: "libzmq", providers: [.apt(["libzmq3-dev", "pkg-config"])]),
        .target(name: "CLinux"),

        // The path of a tick.
        .target(
            name: "Runtime",
            dependencies: [
                "Core", "CLinux", .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "Bridge",
            dependencies: [
                "Core", "Runtime", "CZMQ", "CLinux",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),

        // What happened, on disk and for good.
        .target(
            name: "Journal",
            dependencies: ["Core", "Runtime", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),

        // A broker, a market and a terminal to prove it all against.
        .target(name: "Broker", dependencies: ["Core"], swiftSettings: strict),
        .target(
            name: "MQL5Runtime",
            cxxSettings: [
                .headerSearchPath("../../bridge-ea/Experts"),
                .headerSearchPath("../../bridge-ea/Include"),
                .headerSearchPath("../../bridge-ea/Scripts"),
                .headerSearchPath("Language"),
                .unsafeFlags([
                    "-fwrapv", "-Wall", "-Wextra", "-Werror",
                    // A zero divide ends the program under test, not the process.
                    "-fsanitize=integer-divide-by-zero,float-divide-by-zero",
                    "-fsanitize-trap=integer-divide-by-zero,float-divide-by-zero",
                ]),
            ]),
        .executableTarget(
            name: "Terminal",
            dependencies: [
                "Core", "Broker", "MQL5Runtime", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // The composition root.
        .executableTarget(
            name: "Daemon",
            dependencies: [
                "Core", "Runtime", "Bridge", "Journal", "Broker", "CLinux", "CZMQ",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: strict),

        // What the targets are, and how far they are met: each figure beside a baseline of the same run.
        .target(name: "CPeers", path: "Benchmarks/CPeers"),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Core", "Runtime", "Bridge", "Journal", "CLinux", "CZMQ", "CPeers",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks", exclude: ["CPeers", "peers"], swiftSettings: strict),

        // What the tests of several targets share: how long they wait, and for what.
        .target(
            name: "TestSupport", dependencies: ["Core"], path: "Tests/TestSupport", swiftSettings: strict),

        .testTarget(name: "CoreTests", dependencies: ["Core"], swiftSettings: strict),
        .testTarget(
            name: "RuntimeTests", dependencies: ["Core", "Runtime", "CLinux", "TestSupport"],
            swiftSettings: strict),
        // Writes a log until a test kills it.
        .executableTarget(
            name: "JournalWriter", dependencies: ["Core", "Runtime", "Journal"], path: "Tests/JournalWriter",
            swiftSettings: strict),
        .testTarget(
            name: "JournalTests",
            dependencies: [
                "Core", "Runtime", "Journal", "JournalWriter", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(name: "BrokerTests", dependencies: ["Core", "Broker"], swiftSettings: strict),
        .testTarget(
            name: "MQL5RuntimeTests", dependencies: ["MQL5Runtime", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "MQL5LintTests", swiftSettings: strict),
        .testTarget(
            name: "EATests", dependencies: ["Core", "MQL5Runtime", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "BridgeTests", dependencies: ["Core", "Runtime", "Bridge", "CZMQ", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Core", "Runtime", "Bridge", "Journal", "Daemon", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["BrokenFiles"], swiftSettings: strict),
        .testTarget(
            name: "BacktestTests",
            dependencies: [
                "Core", "Broker", "Daemon", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SimulationTests", dependencies: ["Core", "Runtime", "Broker", "Journal", "Daemon"],
            exclude: ["seeds.txt"], swiftSettings: strict),
        .testTarget(
            name: "SystemTests",
            dependencies: [
                "Core", "Runtime", "Journal", "Broker", "Bridge", "Daemon", "CLinux", "TestSupport",
            ],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
