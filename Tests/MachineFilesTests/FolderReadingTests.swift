import Foundation
import Inventory
import MachineFiles
import NetTypes
import OtherServers
import Testing

@Suite("A folder of machines")
struct FolderReadingTests {
    private let path = NSTemporaryDirectory() + "amorce-inventory-" + UUID().uuidString.prefix(8)

    private func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func names(_ reading: FolderReading) -> [String] { reading.machines.compactMap(\.name?.text) }

    @Test("is read with all below it, in order; links, hidden folders and other files are left alone")
    func files() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write("mac,name\n525400770001,b\n", to: "qemu/b.csv")
        try write("- { mac: 525400770002, name: a }\n", to: "a.yaml")
        try write("mac,name\n525400770003,hidden\n", to: ".git/c.csv")
        try write("mac,name\n525400770004,note\n", to: "note.txt")
        try write("<network/>", to: "qemu/networks/default.xml")
        try FileManager.default.createSymbolicLink(
            atPath: path + "/qemu/again.csv", withDestinationPath: path + "/qemu/b.csv")
        var reading = FolderReading()

        reading.look(in: path)

        #expect(names(reading) == ["a", "b"] && reading.fileCount == 2 && reading.mistakes.isEmpty)
        #expect(reading.machines.map(\.place) == ["\(path)/a.yaml:1", "\(path)/qemu/b.csv:2"])
        #expect(reading.remarks.map(\.place.file) == ["\(path)/qemu/networks/default.xml"])
        #expect(try MachineFolder.folders(of: path) == ["", "qemu", "qemu/networks"])
    }

    @Test("a file that cannot be read whole keeps what it said before, until it can")
    func mistakes() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var reading = FolderReading()
        try write("mac,name\n525400770001,a\n525400770002,b\n", to: "m.csv")
        reading.look(in: path)

        try write("mac,name\n525400770001,c\n52540077,b\n", to: "m.csv")
        reading.look(in: path)
        #expect(names(reading) == ["c", "b"])
        #expect(reading.mistakes.map(\.place) == [Place("\(path)/m.csv", 3)])

        try write("<domain>", to: "m.csv")
        reading.look(in: path)
        #expect(names(reading) == ["c", "b"] && reading.mistakes.count == 1)

        try write("mac,name\n525400770001,c\n", to: "m.csv")
        reading.look(in: path)
        #expect(names(reading) == ["c"] && reading.mistakes.isEmpty)
    }

    @Test("a file that is gone says nothing more; a folder that is gone says what it said")
    func gone() throws {
        var reading = FolderReading()
        try write("mac,name\n525400770001,a\n", to: "a.csv")
        try write("mac,name\n525400770002,b\n", to: "b.csv")
        reading.look(in: path)

        try FileManager.default.removeItem(atPath: path + "/a.csv")
        reading.look(in: path)
        #expect(names(reading) == ["b"])

        try FileManager.default.removeItem(atPath: path)
        reading.look(in: path)
        #expect(names(reading) == ["b"])
        #expect(reading.mistakes.map(\.place) == [Place(path, 0)])
    }
}
