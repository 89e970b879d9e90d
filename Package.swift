// swift-tools-version: 6.2
import PackageDescription

// This file is the diagram of the house: each room is declared with the rooms that it looks into, and may use no other
// (`swift build --explicit-target-dependency-import-check error`). docs/ARCHITECTURE.md says what each room holds.

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

/// A C library as Debian ships it: a module map and `shim.h`, nothing else.
func library(_ name: String, pkgConfig: String, package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A target of ours in another language: a door's outer side.
func shim(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses)
}

/// A room: Swift, with the house's settings.
func room(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: house)
}

/// The tests of a room, or of several.
func tests(_ name: String, of uses: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: name, dependencies: uses + ["TestSupport"], resources: resources,
        swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error)])
}

let wires: [Target.Dependency] = ["NetTypes", "DHCPWire", "TFTPWire", "HTTPWire", "DNSWire"]
let pure: [Target.Dependency] = wires + ["Inventory", "Decisions"]
let doors: [Target.Dependency] = ["LinuxIO", "SQLite", "MicroHTTP", "LDNS", "YAML", "Curl", "Templates"]

let package = Package(
    name: "amorce",
    products: [.executable(name: "amorce", targets: ["amorce"])],
    targets: [
        // C libraries and our own C
        library("CSQLite", pkgConfig: "sqlite3", package: "libsqlite3-dev"),
        library("CYAML", pkgConfig: "yaml-0.1", package: "libyaml-dev"),
        library("CMicroHTTP", pkgConfig: "libmicrohttpd", package: "libmicrohttpd-dev"),
        library("CCurl", pkgConfig: "libcurl", package: "libcurl4-openssl-dev"),
        library("CLDNS", pkgConfig: "ldns", package: "libldns-dev"),
        library("CExpat", pkgConfig: "expat", package: "libexpat1-dev"),
        shim("CLinux"),
        shim("CMustache"),

        // Pure rooms: no Foundation, no Glibc, no Dispatch
        room("NetTypes"),
        room("DHCPWire", uses: ["NetTypes"]),
        room("TFTPWire", uses: ["NetTypes"]),
        room("HTTPWire", uses: ["NetTypes"]),
        room("LinkWire", uses: ["NetTypes"]),
        room("SyslogWire"),
        room("Captures", uses: ["NetTypes"]),
        room("DNSWire", uses: ["NetTypes"]),
        room("Inventory", uses: ["NetTypes"]),
        room("Decisions", uses: wires + ["Inventory"]),
        room("OtherServers", uses: ["NetTypes", "Inventory"]),

        // Doors: the only rooms with `unsafe`
        room("LinuxIO", uses: ["CLinux", "NetTypes"]),
        room("SQLite", uses: ["CSQLite"]),
        room("MicroHTTP", uses: ["CMicroHTTP", "HTTPWire", "NetTypes"]),
        room("LDNS", uses: ["CLDNS", "DNSWire", "NetTypes"]),
        room("YAML", uses: ["CYAML"]),
        room("XML", uses: ["CExpat"]),
        room("Curl", uses: ["CCurl", "HTTPWire", "NetTypes"]),
        room("Templates", uses: ["CMustache"]),

        room("Store", uses: ["SQLite", "Inventory", "NetTypes"]),
        room("Settings", uses: ["YAML", "Inventory", "DHCPWire", "DNSWire", "NetTypes"]),
        room("Images", uses: ["Decisions", "Inventory", "LinuxIO", "NetTypes"]),
        room("MachineFiles", uses: ["XML", "YAML", "Settings", "OtherServers", "Inventory", "LinuxIO", "NetTypes"]),
        room(
            "Services",
            uses: pure + [
                "Curl", "Images", "LinkWire", "LinuxIO", "MachineFiles", "MicroHTTP", "OtherServers", "LDNS",
                "Templates",
                "Store", "Settings", "SyslogWire",
            ]),
        room(
            "CLI",
            uses: [
                "Inventory", "Settings", "HTTPWire", "DHCPWire", "Captures", "Decisions", "OtherServers", "NetTypes",
                "Curl", "Images", "LinuxIO", "MachineFiles",
            ]),
        .executableTarget(
            name: "amorce", dependencies: ["Services", "CLI"], swiftSettings: house),

        // Tests: pure ring, then doors; interop and network drive real peers
        .target(
            name: "TestSupport", dependencies: pure + ["Captures"], path: "Tests/TestSupport", swiftSettings: house),
        .target(
            name: "LabSupport", dependencies: ["Inventory"], path: "Tests/LabSupport",
            swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error)]),
        tests("HouseTests", of: ["CLI"]),
        tests("NetTypesTests", of: ["NetTypes"]),
        tests("CapturesTests", of: ["Captures", "NetTypes", "DHCPWire"]),
        tests("DecisionsTests", of: pure),
        tests(
            "OtherServersTests", of: ["OtherServers", "NetTypes", "Inventory", "Settings", "YAML"],
            resources: [.copy("Team"), .copy("Files")]),
        tests("CLITests", of: ["CLI", "Settings", "YAML", "Captures"] + pure),
        tests("YAMLTests", of: ["YAML"]),
        tests("XMLTests", of: ["XML"]),
        tests(
            "MachineFilesTests", of: ["MachineFiles", "OtherServers", "Inventory", "NetTypes"],
            resources: [.copy("Domains")]),
        tests(
            "SettingsTests", of: ["Settings", "YAML", "Inventory", "NetTypes"], resources: [.copy("Mistakes.txt")]),
        tests("TemplatesTests", of: ["Templates"]),
        tests("DHCPWireTests", of: ["DHCPWire", "NetTypes", "Captures"]),
        tests("TFTPWireTests", of: ["TFTPWire", "NetTypes"]),
        tests("HTTPWireTests", of: ["HTTPWire", "NetTypes"]),
        tests("LinkWireTests", of: ["LinkWire", "NetTypes"]),
        tests("SyslogWireTests", of: ["SyslogWire"]),
        tests("DNSWireTests", of: ["DNSWire", "NetTypes"]),
        tests("LDNSTests", of: ["LDNS", "DNSWire", "NetTypes"]),
        tests("LinuxIOTests", of: ["LinuxIO", "NetTypes"]),
        tests(
            "ImagesTests",
            of: ["Images", "Decisions", "Inventory", "LinuxIO", "NetTypes", "CLI", "HTTPWire", "Settings", "YAML"]),
        tests("MicroHTTPTests", of: ["MicroHTTP", "Curl", "LinuxIO"] + pure),
        tests(
            "ServicesTests",
            of: pure + ["Services", "Images", "Settings", "Store", "LinuxIO", "YAML", "CLI", "Captures"]),
        tests(
            "InteropTests",
            of: [
                "Services", "Settings", "Store", "LinuxIO", "NetTypes", "DHCPWire", "Inventory", "Decisions",
                "LabSupport",
            ]),
        tests("NetworkTests", of: ["Decisions", "Inventory", "LabSupport", "NetTypes"]),
        tests("BootStormTests", of: ["BootStorm", "DHCPWire", "NetTypes", "TFTPWire"]),
        tests("SQLiteTests", of: ["SQLite"]),
        tests("StoreTests", of: ["Store", "SQLite", "Inventory", "NetTypes"]),
        // Changes names on real name servers, for InteropTests to look at.
        .executableTarget(
            name: "NameDriver",
            dependencies: ["DNSWire", "Decisions", "Inventory", "LDNS", "LinuxIO", "NetTypes", "Services"],
            path: "Tests/NameDriver", swiftSettings: [.treatAllWarnings(as: .error)]),
        // Commits without end, for StoreTests to kill.
        .executableTarget(
            name: "StoreTorture", dependencies: ["Store", "Inventory", "NetTypes"], path: "Tests/StoreTorture",
            swiftSettings: house),
        // What an exchange costs: Tests/Benchmarks/exchange/run.
        .target(name: "CAllocations", path: "Tests/CAllocations"),
        .executableTarget(
            name: "ExchangeBenchmark",
            dependencies: pure + ["CAllocations", "Services", "Store", "TestSupport"],
            path: "Tests/ExchangeBenchmark", swiftSettings: [.treatAllWarnings(as: .error)]),
        // Many TFTP clients at once: Tests/Benchmarks/tftp/run.
        .executableTarget(
            name: "TFTPLoad", dependencies: ["CLinux"], path: "Tests/TFTPLoad",
            swiftSettings: [.treatAllWarnings(as: .error)]),
        // Many machines that boot at once: Tests/Benchmarks/boot/run. What a machine says and reads is the pure half.
        .target(
            name: "BootStorm", dependencies: ["Decisions", "DHCPWire", "NetTypes", "TFTPWire"], path: "Tests/BootStorm",
            swiftSettings: house),
        .executableTarget(
            name: "BootStormLoad", dependencies: ["BootStorm", "CLinux", "DHCPWire", "LinuxIO", "NetTypes"],
            path: "Tests/BootStormLoad", swiftSettings: [.treatAllWarnings(as: .error)]),
    ],
    cxxLanguageStandard: .cxx17
)
