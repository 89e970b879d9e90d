import NetTypes

/// What a timeline says of how fast a file went: `seconds=4.2 rate=9.6MB/s`; nothing of one that took less than a second,
/// which says more of the client than of the way.
package func speedWords(bytes: Int64, in duration: Interval) -> String {
    guard duration >= .seconds(1), bytes > 0 else { return "" }
    let milliseconds = duration.milliseconds
    // Bytes a millisecond are kilobytes a second.
    let tenths = bytes / milliseconds / 100
    return " seconds=\(milliseconds / 1000).\(milliseconds / 100 % 10) rate=\(tenths / 10).\(tenths % 10)MB/s"
}
