/// A set of option codes.
package struct OptionCodes: Hashable, Sendable {
    private var words: SIMD4<UInt64> = .zero

    package init() {}
    package init(_ codes: ArraySlice<UInt8>) { for code in codes { insert(code) } }
    package init(_ codes: [UInt8]) { self.init(codes[...]) }

    /// Whether the code is one of them.
    package func contains(_ code: UInt8) -> Bool { words[Int(code >> 6)] & 1 << UInt64(code & 63) != 0 }

    /// Answers whether it was not there.
    @discardableResult
    package mutating func insert(_ code: UInt8) -> Bool {
        defer { words[Int(code >> 6)] |= 1 << UInt64(code & 63) }
        return !contains(code)
    }
}
