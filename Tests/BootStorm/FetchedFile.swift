import NetTypes

/// Something to be had over HTTP.
package struct FetchedFile: Hashable, Sendable {
    package let server: IPv4Address
    package let port: UInt16
    /// From its first slash.
    package let path: String

    /// - Parameters:
    ///   - name: a URL, or a name below the root of the server that the menu came from: `::linux`, `linux`, `/linux`.
    ///   - server: where names without a server are.
    package init(_ name: String, from server: IPv4Address) throws(MalformedText) {
        let scheme = "http://"
        guard name.hasPrefix(scheme) else {
            let path = name.hasPrefix("::") ? name.dropFirst(2) : name[...]
            guard !path.isEmpty, !path.contains("://") else {
                throw MalformedText("\(name) is no file to be had by HTTP")
            }
            (self.server, port, self.path) = (server, 80, path.hasPrefix("/") ? String(path) : "/\(path)")
            return
        }
        let rest = name.dropFirst(scheme.count)
        let place = rest.prefix { $0 != "/" }
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.first.flatMap({ IPv4Address($0) }),
            let port = parts.count == 2 ? UInt16(parts[1]) : 80
        else { throw MalformedText("\(name) names no server by its address") }
        let path = rest.dropFirst(place.count)
        (self.server, self.port, self.path) = (address, port, path.isEmpty ? "/" : String(path))
    }

    /// Where a preseed file has the installer report, for the last report: that it is done.
    package init(reportIn preseed: String, from server: IPv4Address) throws(MalformedText) {
        let ends = " \t\"';"
        let folder = "/report/"
        for word in preseed.split(whereSeparator: { $0.isNewline || ends.contains($0) }) {
            guard word.hasPrefix("http://"), let end = word.firstRange(of: folder)?.upperBound else { continue }
            try self.init("\(word[..<end])installed", from: server)
            return
        }
        throw MalformedText("a preseed file that tells of no place for reports")
    }

    /// The request, for a connection of its own.
    package func request(_ method: String) -> [UInt8] {
        let length = method == "POST" ? "Content-Length: 0\r\n" : ""
        let host = port == 80 ? "\(server)" : "\(server):\(port)"
        return Array("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(length)\r\n".utf8)
    }
}
