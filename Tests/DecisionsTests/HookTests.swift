import Decisions
import Testing

@Suite("A file in the folder of hooks")
struct HookTests {
    @Test(
        "is run if it is a program by its name and its permissions, and nobody else can change it",
        arguments: [
            (HookFile(name: "10-chat", mode: 0o755), nil), (HookFile(name: "a_B-9", mode: 0o700, owner: 998), nil),
            (HookFile(name: "chat", mode: 0o644), "no program's"), (HookFile(name: "chat", mode: 0o775), "write it"),
            (HookFile(name: "chat", mode: 0o757), "write it"),
            (HookFile(name: "chat", mode: 0o755, owner: 1000), "neither root's"),
            (HookFile(name: "lib", mode: 0o755, isRegular: false), "no file"),
        ] as [(HookFile, String?)])
    func verdicts(file: HookFile, complaint: String?) {
        switch file.verdict(for: 998) {
        case .run: #expect(complaint == nil)
        case .passedOver: Issue.record("passed over")
        case .refused(let why, _): #expect(complaint.map { why.contains($0) } == true, "\(why)")
        }
    }

    @Test(
        "is passed over by another name", arguments: ["README.txt", "chat~", "chat.dpkg-new", ".chat", "", "é", "a b"])
    func others(name: String) { #expect(HookFile(name: name, mode: 0o777).verdict(for: 0) == .passedOver) }

    @Test("what it wrote is bounded, and has no secrets")
    func output() {
        let long = Array(String(repeating: "line\n", count: 1000).utf8)

        #expect(
            HookOutput.lines(Array("a\nhunter2 and hunter\r\n\nb".utf8), without: ["hunter", "hunter2", ""]) == [
                "a", "(secret) and (secret)", "b",
            ])
        #expect(HookOutput.lines(long, without: []).count == HookOutput.mostLines + 1)
        #expect(HookOutput.lines(long, without: []).last == "… and 950 lines more")
        #expect(
            HookOutput.lines([UInt8](repeating: 65, count: 1 << 20), without: []).joined().utf8.count
                == HookOutput.mostBytes)
        #expect(HookOutput.lines([0xff, 0xfe], without: ["x"]).count == 1)
    }
}
