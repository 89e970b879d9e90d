// What comes to the port of syslog: a line is written to a file and read again by people.

func run(_ bytes: [UInt8]) {
    guard let line = SyslogLine(decoding: bytes.span) else { return }
    precondition(!line.text.isEmpty)
    precondition(line.line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    if let item = line.menuItem { precondition(!item.contains(" ") && item.utf8.count <= 64) }
}
