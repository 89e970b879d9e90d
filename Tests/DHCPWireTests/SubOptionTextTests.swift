import DHCPWire
import Testing

@Suite("Options inside options, for people")
struct SubOptionTextTests {
    @Test(
        "are told by name where they have one",
        arguments: [
            (43, true, [6, 1, 8, 255], ["6 discovery-control: 8"]),
            (
                43, true, [0, 71, 4, 0x80, 0, 0, 0, 10, 3, 0, 0x61, 0x62, 255, 9],
                ["71 boot-item: 80000000", "10 menu-prompt: \\x00ab"]
            ),
            (43, true, [200, 1, 5], ["200: 05"]),
            (
                82, false, [1, 4, 0x65, 0x74, 0x68, 0x30, 5, 4, 10, 77, 3, 0, 19, 0],
                ["1 circuit-id: eth0", "5 link-selection: 10.77.3.0", "19 relay-source-port: "]
            ),
            (82, false, [11, 2, 10, 77], ["11 server-id-override: 0a4d (malformed)"]),
            (
                175, false, [177, 2, 1, 0x1a, 19, 1, 1, 24, 1, 1, 176, 1, 1],
                ["177 bus-id: 011a", "176 no-pxedhcp: 1", "features: http bzimage"]
            ),
        ] as [(UInt8, Bool, [UInt8], [String])])
    func named(code: UInt8, isPXE: Bool, bytes: [UInt8], texts: [String]) {
        #expect(subOptionTexts(code, bytes[...], isPXE: isPXE) == texts)
    }

    @Test(
        "are not made up: of another vendor, cut off, or of an option that holds none",
        arguments: [(43, false, [6, 1, 8]), (43, true, [6, 9, 8]), (82, false, [1]), (54, true, [10, 77, 0, 1])]
            as [(UInt8, Bool, [UInt8])])
    func none(code: UInt8, isPXE: Bool, bytes: [UInt8]) {
        #expect(subOptionTexts(code, bytes[...], isPXE: isPXE).isEmpty)
    }
}
