/// Why a profile's line cannot be followed to its end.
package enum LineageFault: Error, Hashable, Sendable {
    /// The profiles extend each other, in this order.
    case circle([ProfileName])
}

extension LineageFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .circle(let names): "\(names.map(\.text).joined(separator: " extends ")): a circle"
        }
    }
}

extension [ProfileName: Profile] {
    /// A profile and those that it extends, the farthest last. The last may be one that nothing is said of.
    package func lineage(of name: ProfileName) throws(LineageFault) -> [ProfileName] {
        var line = [name]
        while let next = line.last.flatMap({ self[$0]?.extends }) {
            if let start = line.firstIndex(of: next) { throw .circle(line[start...] + [next]) }
            line.append(next)
        }
        return line
    }
}
