import Glibc

/// What this process runs on.
package enum Processors {
    /// How many there are; at least one.
    package static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
