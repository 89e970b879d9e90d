/// A form that a value is written in: how it is read, and what to tell who wrote it otherwise.
struct Form<Value> {
    /// What the value is: `an IPv4 address`.
    let noun: String
    /// What to write: `A.B.C.D, such as 10.77.0.1`.
    let cure: String
    /// The value, or why the text is none.
    let read: (String) -> Reading<Value>

    init(_ noun: String, write cure: String, reading read: @escaping (String) -> Reading<Value>) {
        self.noun = noun
        self.cure = cure
        self.read = read
    }

    /// A form whose texts are either right or no such thing at all.
    init(_ noun: String, write cure: String, _ read: @escaping (String) -> Value?) {
        self.init(noun, write: cure) { text in
            read(text).map(Reading.value) ?? .fault("\(quoted(text)) is not \(noun)")
        }
    }
}

/// What came of reading a text.
enum Reading<Value> {
    case value(Value)
    /// What is wrong with it, as an error's fact: `10.77.0.300 is not an IPv4 address`.
    case fault(String)
}

/// A text as an error shows it: quoted where it would not stand out, and cut where it is long.
func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { ("!"..."~").contains($0) && $0 != "\"" }
    let short = text.count > 60 ? text.prefix(60) + "…" : text[...]
    return isPlain ? String(short) : String(reflecting: String(short))
}
