// A byte for the file's size, then a line for each header of a request.

func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    if let date = HTTPDate(text) { precondition(HTTPDate(date.description) == date) }
    if let path = WebPath(text) { precondition(!path.methods.isEmpty) }
    _ = BootPath(text).stage
    _ = fallbackPaths(for: text, images: ["debian-installer/amd64"])
    let size = bytes.first.map { Int64($0) * Int64($0) } ?? 0
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let range = ByteRange(text), let part = range.resolved(in: size) {
        precondition(part.offset >= 0 && part.count > 0 && part.offset + part.count <= size)
    }
    var headers: HTTPHeaders = [:]
    for (name, value) in zip(["Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since"], lines) {
        headers.add(name, value)
    }
    let request = HTTPRequest(.get, "/boot/x.efi", headers: headers)
    let file = StaticFile(request, path: "x.efi", size: size, modified: Timestamp(seconds: 784_111_777), tag: "t")
    precondition(file.offset >= 0 && file.count >= 0 && file.offset + file.count <= size)
}
