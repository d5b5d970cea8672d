// swift-tools-version: 6.2
import PackageDescription

/// What threads share, and its tests, as a package of its own: under a sanitizer everything it depends on is built
/// anew, and this needs neither libzmq nor the cryptography that the whole does.
let package = Package(
    name: "Sanitized",
    dependencies: [
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0")
    ],
    targets: [
        .target(name: "Core", swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")]),
        .target(name: "CLinux"),
        .target(
            name: "Runtime",
            dependencies: [
                "Core", "CLinux", .product(name: "Histogram", package: "hdrhistogram-swift"),
            ], swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")]),
        .target(
            name: "TestSupport", dependencies: ["Core"],
            swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")]),
        .testTarget(
            name: "RuntimeTests", dependencies: ["Core", "Runtime", "CLinux", "TestSupport"],
            swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")]),
    ],
    swiftLanguageModes: [.v6]
)
