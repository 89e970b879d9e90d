import CLinux
import Glibc
import NetTypes

/// Something that happens again and again, for threads that wait for the next time.
@safe package final class Signal: Sendable {
    nonisolated(unsafe) private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    nonisolated(unsafe) private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    // Both guarded by the mutex.
    nonisolated(unsafe) private var times: UInt64 = 0
    nonisolated(unsafe) private var hasEnded = false

    package init() {
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe condition.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// How often it has happened.
    package var count: UInt64 { locked { unsafe times } }
    package var isClosed: Bool { locked { unsafe hasEnded } }

    /// It has happened once more: everyone who waits goes on.
    package func broadcast() {
        locked { unsafe times += 1 }
        unsafe pthread_cond_broadcast(condition)
    }

    /// From now on nobody waits.
    package func close() {
        locked { unsafe hasEnded = true }
        unsafe pthread_cond_broadcast(condition)
    }

    /// Waits until it has happened more often than `seen`, or the time is over, or it is closed.
    package func wait(beyond seen: UInt64, for interval: Interval) {
        var limit = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &limit)
        let nanoseconds = Int64(limit.tv_nsec) + interval.milliseconds % 1000 * 1_000_000
        limit.tv_sec += Int(interval.milliseconds / 1000 + nanoseconds / 1_000_000_000)
        limit.tv_nsec = Int(nanoseconds % 1_000_000_000)
        locked {
            while unsafe times <= seen, unsafe !hasEnded, unsafe pthread_cond_timedwait(condition, mutex, &limit) == 0 {
            }
        }
    }

    private func locked<R>(_ body: () -> R) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }
}
