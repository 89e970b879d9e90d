/// `ERROR`: why a transfer ends early (RFC 1350 §5). It is never answered.
package struct TFTPError: Error, Hashable, Sendable {
    package let code: TFTPErrorCode
    package let text: TFTPText

    package init(_ code: TFTPErrorCode, _ text: TFTPText) {
        self.code = code
        self.text = text
    }

    /// The most bytes of text that are sent: loaders show it in small buffers.
    package static var longestText: Int { 500 }
}

/// The number of an error (RFC 1350 appendix, RFC 2347). Others are kept, so this is a struct.
package struct TFTPErrorCode: Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Nothing that has a number: see the text.
    package static let other = Self(rawValue: 0)
    package static let fileNotFound = Self(rawValue: 1)
    package static let accessViolation = Self(rawValue: 2)
    package static let diskFull = Self(rawValue: 3)
    package static let illegalOperation = Self(rawValue: 4)
    /// A packet from or for a port that has no part in this transfer.
    package static let unknownTransfer = Self(rawValue: 5)
    package static let fileExists = Self(rawValue: 6)
    package static let noSuchUser = Self(rawValue: 7)
    /// The options that were granted do not suit the client. Firmware also ends its size probe with it.
    package static let optionsRefused = Self(rawValue: 8)
}

extension TFTPError: CustomStringConvertible {
    package var description: String { "error \(code.rawValue): \(text)" }
}
