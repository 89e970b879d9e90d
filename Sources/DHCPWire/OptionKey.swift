/// An option by code, Kea's name and codec. Each is declared once, in `StandardOptions.swift`.
package struct OptionKey<Value: Sendable>: Sendable {
    package let code: UInt8
    package let name: String
    package let codec: OptionCodec<Value>

    init(_ code: UInt8, _ name: String, _ codec: OptionCodec<Value>) {
        self.code = code
        self.name = name
        self.codec = codec
    }
}
