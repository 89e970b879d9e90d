/// Why a file cannot be read, in the system's words.
package struct UnreadableFile: Error, Hashable, Sendable {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// How files are read that a configuration includes: by path.
package typealias FileAccess = (String) -> Result<[UInt8], UnreadableFile>

/// Reads a file in ISC's grammar, with the files that it includes in the places where it includes them.
struct ConfigurationFiles {
    let read: FileAccess
    private(set) var remarks: [Remark] = []
    private var count = 0

    /// How many files there may be, and how far one may lead to another.
    private static let most = 256
    private static let deepest = 16

    init(read: @escaping FileAccess) { self.read = read }

    mutating func statements(of bytes: [UInt8], file: String, depth: Int = 0) -> [Statement] {
        var reader = StatementReader(bytes, file: file)
        var statements: [Statement] = []
        while let statement = reader.next() { statements.append(statement) }
        remarks += reader.mistakes.map(Remark.init)
        return expanded(statements, depth)
    }

    private mutating func expanded(_ statements: [Statement], _ depth: Int) -> [Statement] {
        statements.flatMap { statement in
            guard statement.name == "include" else {
                var outer = statement
                outer.block = statement.block.map { expanded($0, depth) }
                return [outer]
            }
            return included(statement, depth)
        }
    }

    private mutating func included(_ statement: Statement, _ depth: Int) -> [Statement] {
        guard let name = statement.token(at: 1)?.text, !name.isEmpty, statement.block == nil else {
            remarks.append(Remark(statement, "names no file; write include \"FILE\""))
            return []
        }
        guard depth < Self.deepest, count < Self.most else {
            remarks.append(Remark(statement, "leads to too many files, perhaps in circles; put them into one"))
            return []
        }
        count += 1
        let path = path(of: name, from: statement.place.file)
        switch read(path) {
        case .success(let bytes): return self.statements(of: bytes, file: path, depth: depth + 1)
        case .failure(let error):
            remarks.append(
                Remark(statement, "\(error.reason); put the file there, or take the line out, and convert again"))
            return []
        }
    }

    /// A path that is not absolute starts at the folder of the file that has it.
    private func path(of name: String, from file: String) -> String {
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return file[...slash] + name
    }
}
