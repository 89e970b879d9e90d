import HTTPWire
import NetTypes

/// How a file is answered: whole, in part, as unchanged, or not at all (RFC 9110 §13, §14).
package struct StaticFile: Hashable, Sendable {
    package let status: HTTPStatus
    /// What the body holds of the file.
    package let offset: Int64
    package let count: Int64
    package let headers: HTTPHeaders

    /// - Parameters:
    ///   - path: decides the media type.
    ///   - tag: changes whenever the file does, without its quotes.
    package init(_ request: HTTPRequest, path: String, size: Int64, modified: Timestamp, tag: String) {
        let date = HTTPDate(modified)
        let strongTag = "\"\(tag)\""
        var headers: HTTPHeaders = [
            "Accept-Ranges": "bytes", "ETag": strongTag, "Last-Modified": date.description,
        ]
        switch precondition(request.headers, strongTag, date) {
        case .failed:
            (status, offset, count) = (.preconditionFailed, 0, 0)
        case .unchanged:
            // What it would be with a body, or nothing (RFC 9110 §8.6).
            headers.add("Content-Length", "\(size)")
            (status, offset, count) = (.notModified, 0, 0)
        case .passed:
            guard let range = rangeAsked(request, strongTag, date) else {
                (status, offset, count) = (.ok, 0, size)
                break
            }
            guard let part = range.resolved(in: size) else {
                headers.add("Content-Range", "bytes */\(size)")
                (status, offset, count) = (.rangeNotSatisfiable, 0, 0)
                break
            }
            headers.add("Content-Range", "bytes \(part.offset)-\(part.offset + part.count - 1)/\(size)")
            (status, offset, count) = (.partialContent, part.offset, part.count)
        }
        // A refusal's body is a text.
        headers.add("Content-Type", status.rawValue < 400 ? mediaType(of: path) : mediaType(of: ".txt"))
        self.headers = headers
    }
}

private enum Precondition { case passed, failed, unchanged }

/// In the order of RFC 9110 §13.2.2. A tag outranks a date.
private func precondition(_ headers: HTTPHeaders, _ tag: String, _ date: HTTPDate) -> Precondition {
    if let tags = headers["If-Match"] {
        guard names(tags, tag, weakly: false) else { return .failed }
    } else if let limit = headers["If-Unmodified-Since"].flatMap(HTTPDate.init) {
        guard date <= limit else { return .failed }
    }
    if let tags = headers["If-None-Match"] {
        return names(tags, tag, weakly: true) ? .unchanged : .passed
    }
    if let limit = headers["If-Modified-Since"].flatMap(HTTPDate.init) { return date <= limit ? .unchanged : .passed }
    return .passed
}

/// RFC 9110 §13.1.5, §14.2: `Range` counts for GET only, and not where `If-Range` names another state of the file.
private func rangeAsked(_ request: HTTPRequest, _ tag: String, _ date: HTTPDate) -> ByteRange? {
    guard request.method == .get, let header = request.headers["Range"] else { return nil }
    if let state = request.headers["If-Range"], state != tag, state != date.description { return nil }
    return ByteRange(header)
}

/// Whether a list of tags holds this one, or is `*`. A weak tag says that two states mean the same, and not that they
/// have the same bytes (RFC 9110 §8.8.3.2).
private func names(_ list: String, _ tag: String, weakly: Bool) -> Bool {
    list.trimmed == "*"
        || list.split(separator: ",").contains { $0.trimmed == tag || weakly && $0.trimmed == "W/" + tag }
}

/// EDK2 decides by it whether it can start what it fetched (HttpBootCheckImageType).
private func mediaType(of path: String) -> String {
    let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] } ?? path[...]
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "application/octet-stream" }
    switch name[name.utf8.index(after: dot)...].lowercased() {
    case "efi": return "application/efi"
    case "iso": return "application/vnd.efi-iso"
    case "img": return "application/vnd.efi-img"
    case "cfg", "ipxe", "txt", "sh", "lst": return "text/plain; charset=utf-8"
    case "gz": return "application/gzip"
    default: return "application/octet-stream"
    }
}
