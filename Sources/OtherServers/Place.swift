/// A line of a file.
package struct Place: Hashable, Sendable {
    package let file: String
    /// From 1; 0 for the file as a whole.
    package let line: Int

    package init(_ file: String, _ line: Int) {
        self.file = file
        self.line = line
    }
}

extension Place: CustomStringConvertible {
    package var description: String { line == 0 ? file : "\(file):\(line)" }
}

/// What is wrong with a file that another server wrote, or a person for it.
package struct FileMistake: Hashable, Sendable {
    package let place: Place
    package let fact: String
    package let cure: String

    package init(_ place: Place, fact: String, cure: String) {
        self.place = place
        self.fact = fact
        self.cure = cure
    }
}

extension FileMistake: CustomStringConvertible {
    /// `dhcpd.leases:12: ends is not a time; …`
    package var description: String { "\(place): \(fact); \(cure)" }
}
