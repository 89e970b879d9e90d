import Foundation
import LinuxIO
import NetTypes
import Testing

@Suite("Something that happens again and again")
struct SignalTests {
    @Test("is not waited for when it has happened, when it is closed, or when the time is over")
    func noWait() {
        let (happened, closed, quiet) = (Signal(), Signal(), Signal())

        happened.broadcast()
        closed.close()
        happened.wait(beyond: 0, for: .hours(1))
        closed.wait(beyond: 0, for: .hours(1))
        quiet.wait(beyond: 0, for: Interval(milliseconds: 1))

        #expect([happened.count, closed.count, quiet.count] == [1, 0, 0])
        #expect(closed.isClosed && !happened.isClosed)
    }

    @Test("wakes all who wait")
    func wakes() {
        let (signal, done) = (Signal(), Signal())

        for _ in 0..<4 {
            Thread {
                signal.wait(beyond: 0, for: .hours(1))
                done.broadcast()
            }.start()
        }
        signal.broadcast()
        for count in UInt64(0)..<4 { done.wait(beyond: count, for: .seconds(20)) }

        #expect(done.count == 4)
    }
}
