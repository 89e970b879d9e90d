import NetTypes

/// A path for a log, a timeline or a text: of a build token, only its beginning. A token is known by its form, and by its
/// place behind `build` as `WebPath` reads it, or as firmware may write it that knows no case.
package func withoutToken(_ path: String) -> String {
    // Nearly all paths: no part is long enough for a token, and none is `build`.
    guard mayHoldToken(path) else { return path }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    var isBehindBuild = false
    for place in parts.indices where !parts[place].isEmpty {
        if isBehindBuild || isToken(parts[place]) { parts[place] = parts[place].prefix(6) + "…" }
        isBehindBuild = parts[place].lowercased() == "build"
    }
    return parts.joined(separator: "/")
}

/// 32 hexadecimal digits.
private func isToken(_ part: String) -> Bool {
    part.utf8.count == tokenLength && part.utf8.allSatisfy { hexValue($0) != nil }
}

private let tokenLength = 32

private func mayHoldToken(_ path: String) -> Bool {
    var length = 0
    var isBuild = true
    for byte in path.utf8 {
        guard byte != UInt8(ascii: "/") else {
            if isBuild, length == build.count { return true }
            (length, isBuild) = (0, true)
            continue
        }
        isBuild = isBuild && length < build.count && byte | 0x20 == build[length]
        length += 1
        if length == tokenLength { return true }
    }
    return false
}

private let build = Array("build".utf8)

/// A text with only the beginning of whatever has the form of a build token.
package func withoutTokens(in text: String) -> String {
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var start = 0
    while start < bytes.count {
        let run = bytes[start...].prefix { hexValue($0) != nil }
        if run.count == tokenLength {
            kept += run.prefix(6)
            kept += "…".utf8
        } else if run.isEmpty {
            kept.append(bytes[start])
        } else {
            kept += run
        }
        start += max(1, run.count)
    }
    return String(decoding: kept, as: UTF8.self)
}
