import Inventory
import NetTypes

extension Form<Release> {
    static var release: Self {
        Self(
            "a release of Debian", write: "write its code name, such as trixie, or its number, such as 13", Release.init
        )
    }
}

extension Form<String> {
    /// A name that can stand in `{{name}}`.
    static var name: Self {
        Self("a name", write: "write letters, digits, - and _, a letter first, such as mirror-host") { text in
            let isAllowed = { (byte: UInt8) in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
            let isName = (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed)
            return isName && text.first?.isLetter == true ? text : nil
        }
    }

    /// The name of a variable, which must not hide what the daemon itself says in templates.
    static var variable: Self {
        Self("a variable's name", write: name.cure) { text in
            let isTaken = ["machine", "server", "profile", "build", "secret"].contains(text)
            return isTaken ? .fault("\(text) is a name that every template has already") : name.read(text)
        }
    }
}

extension Form<HostNameTemplate> {
    /// A host name with a place for the MAC in it.
    static var hostNameTemplate: Self {
        Self(
            "a host name with {{mac}} in it, once",
            write: "write at most 51 letters, digits and hyphens around {{mac}}, such as vm-{{mac}}"
        ) { HostNameTemplate($0) }
    }
}
