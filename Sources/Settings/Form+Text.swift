import NetTypes

extension Form<Int> {
    /// How many of something there may be.
    static var count: Self {
        Self("a number", write: "write a number from 1 to 65536, such as 64") { text in
            guard let count = Int(text), (1...65536).contains(count), !text.hasPrefix("+") else { return nil }
            return count
        }
    }

    /// How many times something is tried again.
    static var retries: Self {
        Self("a number of retries", write: "write a number from 0 to 100, such as 2") { text in
            guard let count = Int(text), (0...100).contains(count), !text.hasPrefix("+"), !text.hasPrefix("-") else {
                return nil
            }
            return count
        }
    }

    /// The head of an HTTP request: in less, browsers' do not fit.
    static var headerSize: Self { size(from: 2 << 10, to: 1 << 20, "2K to 1M, such as 16K") }
    /// The body of an HTTP request, which is held in memory.
    static var bodySize: Self { size(from: 1 << 10, to: 1 << 30, "1K to 1024M, such as 8M") }

    /// A number of bytes, with its unit.
    private static func size(from least: Int, to most: Int, _ examples: String) -> Self {
        Self("a size", write: "write a number with K or M, from \(examples)") { text in
            let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20]
            guard let unit = text.last.flatMap({ units[$0] }), text.utf8.count <= 8,
                text.dropLast().utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
                let count = Int(text.dropLast())
            else { return .fault("\(quoted(text)) is not a size") }
            let bytes = count * unit
            guard bytes >= least else { return .fault("\(text) is too little") }
            return bytes <= most ? .value(bytes) : .fault("\(text) is too much")
        }
    }
}

extension Form<String> {
    static var text: Self { Self("a text", write: "write a text") { $0 } }

    /// A path that means the same wherever the daemon was started.
    static var path: Self {
        Self("an absolute path", write: "write the path from /, such as /var/lib/amorce") { text in
            text.hasPrefix("/") && isPrintable(text) ? text : nil
        }
    }

    /// A socket's path: the kernel has 108 bytes for it, the last one 0 (unix(7)).
    static var socket: Self {
        Self("a socket's path", write: "write a path of at most 107 bytes, such as /run/amorce/control.sock") { text in
            let size = text.utf8.count
            return size <= 107 ? path.read(text) : .fault("the path has \(size) bytes")
        }
    }

    /// A network interface's name, by the kernel's rule.
    static var interface: Self {
        Self("an interface's name", write: "write one that `ip link` shows, such as br0") { text in
            let isAllowed = { (byte: UInt8) in
                byte > UInt8(ascii: " ") && byte != UInt8(ascii: "/") && byte != UInt8(ascii: ":") && byte != 127
            }
            let isName = (1...15).contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed)
            return isName && text != "." && text != ".." ? text : nil
        }
    }

    /// What boot firmware and iPXE can fetch: `http`, no user, no query. A slash at the end is taken off.
    static var url: Self {
        Self("an http URL", write: "write http://HOST or http://HOST:PORT, such as http://10.77.0.1") { text in
            let scheme = "http://"
            guard text.hasPrefix(scheme), isPrintable(text) else { return nil }
            let rest = text.dropFirst(scheme.count)
            let authority = rest.prefix { $0 != "/" }.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(authority.count), let host = authority.first, DomainName(host) != nil,
                authority.count == 1 || UInt16(authority[1]).map({ $0 > 0 }) == true,
                !rest.contains(where: { "?#@ ".contains($0) })
            else { return nil }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
    }

    /// A boot file's name or URL: the 128 bytes of `file`, the last one 0 (RFC 2131 §2).
    static var bootFile: Self {
        Self("a boot file", write: "write a file below tftp.root or a URL, of at most 127 bytes") { text in
            guard !text.isEmpty, isPrintable(text), !text.contains(" ") else {
                return .fault("\(quoted(text)) is not a boot file")
            }
            let size = text.utf8.count
            return size <= 127 ? .value(text) : .fault("the name has \(size) bytes")
        }
    }

    /// The kernel's `console=`: one word.
    static var console: Self {
        Self("a kernel console", write: "write what stands after console=, such as ttyS0,115200n8") { text in
            !text.isEmpty && isPrintable(text) && !text.contains(" ") ? text : nil
        }
    }
}

extension Form<Bool> {
    static var truth: Self {
        Self("true or false", write: "write true or false") { text in
            switch text {
            case "true", "yes", "on": true
            case "false", "no", "off": false
            default: nil
            }
        }
    }
}

extension Form where Value: RawRepresentable<String> & CaseIterable {
    /// One of a few words.
    static var choice: Self {
        let words = Value.allCases.map(\.rawValue)
        return Self(words.joined(separator: " | "), write: "write one of \(words.joined(separator: ", "))") { text in
            if let value = Value(rawValue: text) { return .value(value) }
            let meant = nearest(to: text, among: words).map { ", did you mean \($0)?" } ?? ""
            return .fault("\(quoted(text)) is none of its words\(meant)")
        }
    }
}

extension Form<Interval> {
    /// A number with its unit; at most ten years, so that it can be counted in any unit.
    static var duration: Self {
        Self("a duration", write: "write a number with s, m, h or d, such as 30s, 10m, 1h or 2d") { text in
            let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
            guard let unit = text.last.flatMap({ units[$0] }), text.utf8.count <= 10,
                text.dropLast().utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
                let count = Int(text.dropLast())
            else { return .fault("\(quoted(text)) is not a duration") }
            let seconds = count * unit
            guard seconds > 0 else { return .fault("\(text) is no time at all") }
            return seconds <= 3650 * 86_400 ? .value(.seconds(seconds)) : .fault("\(text) is longer than 3650d")
        }
    }
}

extension Form<Interval> {
    /// How long a peer is waited for: at most a day, which libmicrohttpd and poll(2) can count.
    static var timeout: Self {
        Self(duration.noun, write: duration.cure) { text in
            guard case .value(let interval) = duration.read(text) else { return duration.read(text) }
            return interval <= .hours(24) ? .value(interval) : .fault("\(text) is longer than a day")
        }
    }
}

/// Whether a text can stand on one line of a log or a script.
private func isPrintable(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
}
