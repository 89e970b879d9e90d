import Foundation
import Inventory
import NetTypes
import Services
import Testing

@Suite("Machines whose boot is stuck, in the control API")
struct VerdictDeskTests {
    @Test("show their verdict, are told of in the list, and are counted")
    func stuck() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        try bench.add(.second, name: "api-2", profile: "api", at: .second, state: .armed)
        try bench.happen("initrd", 600)
        try bench.happen("initrd", 20, of: .second)

        let detail: MachineDetail = try bench.call(.get, "/machines/api-1").decoded()
        let list: [MachineReport] = try bench.call(.get, "/machines").decoded()

        #expect(detail.verdict?.kind == .stuck)
        #expect(detail.verdict?.step == "initrd")
        #expect(detail.verdict?.seen.stage == .initrd)
        #expect(list.map { $0.verdict?.step } == ["initrd", nil])
        #expect(bench.current.value.desk.stuck().map(\.name.text) == ["api-1"])
    }

    @Test("are not those that run, nor those that nobody gave a profile")
    func others() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .running)
        try bench.add(.second, name: "free", at: .second)
        try bench.happen("leased", 600)
        try bench.happen("leased", 600, of: .second)

        #expect(bench.current.value.desk.stuck().isEmpty)
        let detail: MachineDetail = try bench.call(.get, "/machines/free").decoded()
        #expect(detail.verdict?.step == "leased")
    }
}

extension WebBench {
    /// Something happened to a machine, so many seconds ago.
    func happen(_ stage: String, _ seconds: Int, of mac: MACAddress = .first, _ detail: String = "") throws {
        guard let stage = Stage(rawValue: stage) else { return }
        let time = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) + .seconds(-seconds)
        try store.transaction { transaction in
            try transaction.record(BootEvent(time: time, mac: mac, stage: stage, detail: detail))
        }
    }
}
