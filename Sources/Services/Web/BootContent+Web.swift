import Decisions
import HTTPWire
import LinuxIO
import NetTypes

extension BootContent {
    /// The answer to a request for a page or file of the boot tree.
    func response(to request: HTTPRequest, _ path: String, for peer: IPv4Address) -> HTTPResponse {
        switch open(path, for: peer, keeping: true) {
        case .page(let text):
            if request.method == .get { delivered(path, bytes: Int64(text.utf8.count), to: peer, by: "http") }
            return .text(.ok, text)
        case .kept(let file):
            let size = Int64(file.bytes.count)
            return response(to: request, path, for: peer, size: size, modified: file.modified) { offset, count in
                part(of: file.bytes, offset, count)
            }
        case .file(let file):
            let (size, modified) = (file.size, file.modified)
            // Handed over where it is sent from, and else closed here.
            var whole: OpenFile? = consume file
            return response(to: request, path, for: peer, size: size, modified: modified) { offset, count in
                guard let file = whole.take() else { return .bytes([]) }
                return .file(descriptor: file.release(), offset: offset, count: count)
            }
        case .missing(let why): return .text(.notFound, why + "\n")
        case .refused(let why): return .text(.forbidden, why + "\n")
        }
    }

    private func response(
        to request: HTTPRequest, _ path: String, for peer: IPv4Address, size: Int64, modified: Timestamp,
        body: (_ offset: Int64, _ count: Int64) -> HTTPResponse.Body
    ) -> HTTPResponse {
        let answer = StaticFile(
            request, path: path, size: size, modified: modified, tag: "\(size)-\(modified.milliseconds)")
        guard answer.count > 0 || answer.status.isSuccess else {
            return HTTPResponse(answer.status, headers: answer.headers, body: .bytes(why(answer, path, size)))
        }
        var response = HTTPResponse(answer.status, headers: answer.headers, body: body(answer.offset, answer.count))
        // It has the file when it was sent whole, or its end was: what a resumed fetch ends with. A fetch that is given up is no
        // failure by itself: loaders open a file, look at its head and come again.
        if request.method == .get, answer.status.isSuccess, answer.offset + answer.count == size {
            response.ending = HTTPResponse.Ending { isWhole, duration in
                guard isWhole else { return }
                delivered(path, bytes: size, to: peer, by: "http", in: answer.offset == 0 ? duration : nil)
            }
        }
        return response
    }

    private func why(_ answer: StaticFile, _ path: String, _ size: Int64) -> [UInt8] {
        switch answer.status {
        case .notModified: []
        case .preconditionFailed: Array("\(withoutToken(path)) has changed; fetch it from its start\n".utf8)
        default: Array("\(withoutToken(path)) has \(size) bytes\n".utf8)
        }
    }
}

/// All of it is shared, and not copied.
private func part(of bytes: [UInt8], _ offset: Int64, _ count: Int64) -> HTTPResponse.Body {
    count == bytes.count ? .bytes(bytes) : .bytes(Array(bytes.dropFirst(Int(offset)).prefix(Int(count))))
}
