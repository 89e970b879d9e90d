import CLI
import Testing

@Suite("A table")
struct TableTests {
    @Test(
        "counts columns of a terminal, not letters (UAX #11)",
        arguments: [
            ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한", 2), ("ｆｕｌｌ", 8), ("🚀", 2), ("❤️", 2), ("", 0),
        ])
    func width(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
        #expect(text.filled(to: 10).displayWidth == 10)
        #expect(text.pushed(to: 10).displayWidth == 10)
    }

    @Test(
        "cuts prose between letters, and says so",
        arguments: [("abcdef", 4, "abc…"), ("日本語", 4, "日…"), ("日本語", 5, "日本…"), ("abcd", 4, "abcd")])
    func cut(text: String, width: Int, kept: String) {
        #expect(text.cut(to: width) == kept)
    }

    @Test("never cuts what gets copied, and leaves prose ten columns at least")
    func names() {
        var table = Table(.text("NAME"), .prose("DESCRIPTION"))
        table.add(String(repeating: "n", count: 30), "a description that is long")

        let lines = table.text(width: 20).split(separator: "\n")

        #expect(lines.last == "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnn  a descrip…")
    }

    @Test("shows nothing as a hyphen, and numbers to the right")
    func cells() {
        var table = Table(.text("A"), .number("COUNT"), .text("B"))
        table.add("", "7", nil)

        #expect(table.text() == "A  COUNT  B\n-      7  -\n")
    }
}
