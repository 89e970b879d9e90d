import Foundation
import Inventory
import LinuxIO
import NetTypes
import Services
import Store
import Synchronization
import Testing

@Suite("The events of the control API")
struct EventFeedTests {
    private func record(_ count: Int, of mac: MACAddress = .first, in bench: WebBench) throws {
        try bench.store.transaction { transaction in
            for number in 0..<count {
                try transaction.record(
                    BootEvent(time: Clock.now(), mac: mac, stage: .progress, detail: "step=\(number)"))
            }
        }
    }

    private func page(_ query: [String: String], of bench: WebBench) throws -> EventPage {
        try bench.call(.get, "/events", query: query).decoded()
    }

    @Test("are the newest first time, and then those that came after")
    func pages() throws {
        let bench = try WebBench()
        try record(150, in: bench)

        let first = try page([:], of: bench)
        try record(2, in: bench)
        let second = try page(["after": "\(first.last)"], of: bench)

        #expect(first.events.map(\.id) == Array(51...150))
        #expect(first.last == 150)
        #expect(second.events.map(\.id) == [151, 152])
        #expect(try page(["after": "152"], of: bench) == EventPage(events: [], last: 152))
    }

    @Test("come with the names that people gave their machines")
    func names() throws {
        let bench = try WebBench()
        try bench.add(.first, name: "api-1")
        try bench.add(.second, at: .second)
        try record(1, in: bench)
        try record(1, of: .second, in: bench)

        #expect(try page([:], of: bench).names == ["52:54:00:77:00:11": try #require(HostName("api-1"))])
    }

    @Test("of one machine are its own, and its newest even of thousands")
    func oneMachine() throws {
        let bench = try WebBench()
        try bench.add(name: "a")
        try record(1500, in: bench)
        try record(5, of: .second, in: bench)

        let newest = try page(["machine": "a"], of: bench)

        #expect(newest.events.map(\.id) == Array(1401...1500))
        #expect(newest.last == 1505)
        #expect(try page(["machine": "a", "after": "1498"], of: bench).events.map(\.id) == [1499, 1500])
    }

    @Test("wake whoever waits for them, and the end does too", arguments: [true, false])
    func longPoll(isClosed: Bool) throws {
        let bench = try WebBench()
        let (control, feed) = (bench.control, bench.feed)
        let answer = Mutex<EventPage?>(nil)
        let done = Signal()
        let started = Signal()

        let reader = Thread {
            started.broadcast()
            let response = Answer(
                control.respond(to: .init(.get, "/api/v1/events", query: ["after": "0", "wait": "30"])))
            answer.withLock { $0 = try? response.decoded() }
            done.broadcast()
        }
        reader.start()
        started.wait(beyond: 0, for: .seconds(20))
        if isClosed { feed.close() } else { try record(1, in: bench) }
        done.wait(beyond: 0, for: .seconds(20))

        #expect(answer.withLock { $0 }?.events.map(\.id) == (isClosed ? [] : [1]))
    }
}
