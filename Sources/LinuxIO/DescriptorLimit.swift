import Glibc

/// Lets this process have as many descriptors as it may at all; answers how many. 1024, the usual start, is less than the
/// connections and files of a rack that boots.
@discardableResult
package func raiseDescriptorLimit() -> UInt64 {
    let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(descriptors, &limit) == 0 else { return 0 }
    var raised = limit
    raised.rlim_cur = limit.rlim_max
    return unsafe setrlimit(descriptors, &raised) == 0 ? UInt64(raised.rlim_cur) : UInt64(limit.rlim_cur)
}
