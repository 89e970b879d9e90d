import Decisions
import Testing

@Suite("A path without its token")
struct TokenRedactionTests {
    private static let token = "0123456789abcdef0123456789abcdef"

    @Test(
        "has the token's beginning, wherever it stands and however the path is written",
        arguments: [
            ("/build/\(token)/api/preseed.cfg", "/build/012345…/api/preseed.cfg"),
            ("//build//\(token)//api", "//build//012345…//api"),
            ("/BUILD/\(token)/x", "/BUILD/012345…/x"), ("/boot/build/\(token)", "/boot/build/012345…"),
            ("build/\(token)/report/early", "build/012345…/report/early"),
            ("/build/\(token)", "/build/012345…"), ("/\(token)", "/012345…"), ("/a/\(token)/b", "/a/012345…/b"),
            ("/build/\(token.uppercased())/b", "/build/012345…/b"), ("/build/another-form/b", "/build/anothe…/b"),
            ("file=build/\(token)/x", "file=build/012345…/x"),
        ])
    func shortened(path: String, shown: String) { #expect(withoutToken(path) == shown) }

    @Test(
        "is the path itself where there is none",
        arguments: [
            "", "/", "/boot/linux", "/boot/builds/x", "/build", "/build/", "/building/012345678/x",
            "/boot/debian-installer/amd64/initrd.gz", "/pxelinux.cfg/b8945908-d6a6-41a9-611d-74a6ab80b83d",
            "/boot/0123456789abcdef0123456789abcdef.img", "/a/0123456789abcdefg123456789abcdef",
        ])
    func untouched(path: String) { #expect(withoutToken(path) == path) }

    @Test("and a text have only the beginning of each token in them")
    func texts() {
        let text = "url=http://10.77.0.1/build/\(Self.token)/api sha=\(Self.token)00 é \(Self.token)"

        #expect(
            withoutTokens(in: text) == "url=http://10.77.0.1/build/012345…/api sha=\(Self.token)00 é 012345…")
        #expect(withoutTokens(in: "") == "")
    }
}
