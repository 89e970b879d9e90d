import Foundation
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Services
import Testing

@Suite("A folder of machines that is followed")
struct InventoryWatchTests {
    private let bench: WebBench
    private let folder: Folder
    private let watch: InventoryWatch
    private let control: ControlService

    init() throws {
        bench = try WebBench()
        folder = try Folder()
        (watch, control) = bench.following(folder.path)
    }

    private func row(_ mac: MACAddress, _ rest: String) -> String { "\(mac),\(rest)\n" }

    private func write(_ rows: String...) throws {
        try folder.write("mac,name,profile\n" + rows.joined(), to: "machines.csv")
    }

    private func call(_ method: HTTPMethod, _ path: String, _ body: String = "") -> Answer {
        Answer(control.respond(to: HTTPRequest(method, "/api/v1" + path, body: Array(body.utf8))))
    }

    @Test("its machines are taken in, and boot their disks")
    func taken() throws {
        try write(row(.first, "api-1,api"), row(.second, "ui-1,"))

        watch.look()

        #expect(bench.machine(.first)?.origin == .inventory && bench.machine(.first)?.profile == ProfileName("api"))
        #expect([bench.state(.first), bench.state(.second)].allSatisfy { $0?.isArmed == false })
        #expect(try bench.details(.armed).isEmpty)
        #expect(bench.problems.all.isEmpty)
    }

    @Test("a file that breaks keeps what it said, and is on the board until it is mended")
    func broken() throws {
        try write(row(.first, "api-1,api"), row(.second, "ui-1,ui"))
        watch.look()

        try write(row(.first, "api-9,api"), "52:54,ui-1,ui\n")
        watch.look()
        let problems = bench.problems.all
        let report = try call(.get, "/inventory").decoded(InventoryReport.self)
        #expect(problems.map(\.subject) == ["inventory \(folder.path)/machines.csv:3"])
        #expect(bench.machine(.first)?.name == HostName("api-9"))
        #expect(bench.machine(.second)?.origin == .inventory && report.machines == 2)

        try write(row(.first, "api-9,api"), row(.second, "ui-1,ui"))
        watch.look()
        #expect(bench.problems.all.isEmpty)
        #expect(bench.log.contains("inventory=wrong") && !bench.log.contains("inventory=gone"))
    }

    @Test("a machine that cannot be taken in is on the board with the reason, and no other suffers")
    func refused() throws {
        try write(row(.first, "api-1,gone"), row(.second, "ui-1,ui"))

        watch.look()

        #expect(bench.problems.all.map(\.subject) == ["inventory \(folder.path)/machines.csv:2"])
        #expect(bench.problems.all.first?.cure.hasPrefix("there is no profile gone; there are") == true)
        #expect(bench.machine(.first) == nil && bench.machine(.second)?.name == HostName("ui-1"))
    }

    @Test("many mistakes are counted, and not all on the board")
    func many() throws {
        try folder.write("mac\n" + String(repeating: "x\n", count: 50), to: "machines.csv")

        watch.look()

        #expect(bench.problems.all.count == 21)
        #expect(bench.problems.all.contains { $0.subject == "inventory" && $0.what.hasPrefix("30 more") })
    }

    @Test("a machine that disappears stays, as the admin's; a folder that is not there changes nothing")
    func gone() throws {
        try write(row(.first, "api-1,api"), row(.second, "ui-1,ui"))
        watch.look()

        try write(row(.first, "api-1,api"))
        watch.look()
        #expect(bench.machine(.second)?.origin == .admin && bench.machine(.second)?.name == HostName("ui-1"))

        try FileManager.default.removeItem(atPath: folder.path)
        watch.look()
        #expect(bench.machine(.first)?.origin == .inventory)
        #expect(bench.problems.all.map(\.subject) == ["inventory \(folder.path)"])
    }

    @Test("when no folder is followed any more, its machines are the admin's, and its problems are gone")
    func unfollowed() throws {
        try write(row(.first, "api-1,api"), "x,,\n")
        watch.look()

        watch.follow(nil)
        watch.look()

        #expect(bench.machine(.first)?.origin == .admin && bench.problems.all.isEmpty)
        #expect(try call(.get, "/inventory").decoded(InventoryReport.self) == InventoryReport())
    }

    @Test("what the folder says of a machine is changed there, what it leaves open by the admin")
    func owned() throws {
        try write(row(.first, "api-1,"), row(.second, "ui-1,ui"))
        watch.look()

        #expect(call(.patch, "/machines/api-1", #"{"name":"web-1"}"#).status == 409)
        #expect(call(.patch, "/machines/ui-1", #"{"profile":"api"}"#).status == 409)
        #expect(call(.delete, "/machines/ui-1").text.contains("machines.csv:3 has it"))
        #expect(call(.patch, "/machines/api-1", #"{"profile":"api"}"#).status == 200)
        #expect(bench.machine(.first)?.origin == .inventory && bench.state(.first) == .armed)

        watch.look()
        #expect(bench.machine(.first)?.profile == ProfileName("api") && bench.state(.first) == .armed)
    }

    @Test("the report has the drift")
    func drift() throws {
        try bench.add(.second, origin: .discovered)
        try write(row(.first, "api-1,api"))
        watch.look()

        let report = try call(.get, "/inventory").decoded(InventoryReport.self)

        #expect(report.folder == folder.path && report.files == 1 && report.machines == 1 && report.read != nil)
        #expect(report.drift.map(\.kind) == [.neverBooted, .inNoFile])
    }

    @Test("addresses of the folder's network cards are not given to others")
    func addresses() throws {
        try folder.write("mac,mac\n\(MACAddress.first),\(MACAddress.second)\n", to: "machines.csv")

        watch.look()

        #expect(watch.addresses == [.first, .second])
    }

    @Test("a change is heard, and looked at")
    func heard() throws {
        let loop = try EventLoop(name: "inventory-test")
        let lines = Signal()
        bench.store.observeCommits { _ in lines.broadcast() }
        let follower = try InventoryLoop(watch, loop: loop, log: Log { _ in })
        try loop.start()
        defer { loop.stop() }
        try loop.enter { try follower.assumeIsolated { try $0.start() } }

        try FileManager.default.createDirectory(atPath: folder.path + "/new", withIntermediateDirectories: true)
        try write(row(.first, "api-1,api"))
        var waits = 0
        while bench.machine(.first) == nil, waits < 60 {
            lines.wait(beyond: lines.count, for: .seconds(1))
            waits += 1
        }

        #expect(bench.machine(.first)?.name == HostName("api-1"))
    }

    @Test("check reads the folder's files, and says what could not be taken in")
    func checked() throws {
        try bench.rewrite { $0 + "\ninventory: \(folder.path)\n" }
        #expect(try bench.inventoryMistakes().isEmpty)

        try write(row(.first, "api-1,gone"), "x,,\n", row(.second, "api-1,"), row(.second, "ui-1,"))

        #expect(
            try bench.inventoryMistakes() == [
                "\(folder.path)/machines.csv:3: x is not a machine's MAC address; write 52:54:00:77:00:11",
                "\(folder.path)/machines.csv:2: there is no profile gone; there are api, broken, ui",
                "\(folder.path)/machines.csv:5: 52:54:00:77:00:12 stands at \(folder.path)/machines.csv:4 too, "
                    + "with other words; keep one of the two",
            ])
        #expect(bench.mistakes().allSatisfy { !$0.contains("machines.csv") })
    }
}
