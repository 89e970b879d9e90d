/// The documents of a text: one, or several after each other, as several calls of `virsh dumpxml` print them.
package struct XMLDocuments: Hashable, Sendable {
    /// The roots of the documents that could be read, in their order.
    package let roots: [XMLElement]
    /// What ended the reading before the text did; where a document breaks off, nobody knows where the next one begins.
    package let error: XMLError?

    /// The levels of elements that a document may have.
    package static let depthLimit = 64
    /// The elements that a document may have.
    package static let elementLimit = 20_000

    private static let blanks = Set(" \t\r\n".utf8)

    /// Reads until the text ends, or is wrong. Nothing outside of the text is read, and no entity but XML's own five.
    package init(_ bytes: [UInt8]) {
        var roots: [XMLElement] = []
        var (start, last, line) = (0, 0, 1)
        do throws(XMLError) {
            while true {
                // A declaration (`<?xml …?>`) is one only where a text begins.
                start = bytes[start...].firstIndex { !Self.blanks.contains($0) } ?? bytes.count
                line += bytes[last..<start].count { $0 == UInt8(ascii: "\n") }
                last = start
                guard let document = try ExpatParser(bytes, from: start, line: line).document() else { break }
                roots.append(document.root)
                start = document.end
            }
            (self.roots, error) = (roots, nil)
        } catch {
            (self.roots, self.error) = (roots, error)
        }
    }
}
