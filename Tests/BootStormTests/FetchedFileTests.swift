import BootStorm
import NetTypes
import Testing

private let server = IPv4Address(192, 0, 2, 1)

@Suite("Where a simulated machine fetches a file from")
struct FetchedFileTests {
    @Test(
        "names are the server's own that the menu came from, and URLs say theirs",
        arguments: [
            ("::install/api/linux", server, 80, "/install/api/linux"), ("linux", server, 80, "/linux"),
            ("/boot/linux", server, 80, "/boot/linux"),
            ("http://192.0.2.9/build/7f/api/preseed.cfg", IPv4Address(192, 0, 2, 9), 80, "/build/7f/api/preseed.cfg"),
            ("http://192.0.2.9:8080", IPv4Address(192, 0, 2, 9), 8080, "/"),
        ])
    func names(name: String, address: IPv4Address, port: UInt16, path: String) throws {
        let file = try FetchedFile(name, from: server)

        #expect(file.server == address)
        #expect(file.port == port)
        #expect(file.path == path)
    }

    @Test(
        "what cannot be fetched is refused",
        arguments: ["", "::", "tftp://192.0.2.1/a", "http://boot/a", "http://192.0.2.1:x/a"])
    func broken(name: String) {
        #expect(throws: MalformedText.self) { try FetchedFile(name, from: server) }
    }

    @Test("the last report goes where the preseed file sends the others")
    func report() throws {
        let preseed =
            "d-i x string \\\n  { echo 'wget \"http://192.0.2.1/build/7f/report/'$3'\"'; }; report http://192.0.2.1/b/report/early;"

        #expect(try FetchedFile(reportIn: preseed, from: server).path == "/build/7f/report/installed")
        #expect(throws: MalformedText.self) {
            try FetchedFile(reportIn: "d-i x string http://192.0.2.1/a", from: server)
        }
    }

    @Test("the request names its server, and a report's has an empty body")
    func request() throws {
        let file = try FetchedFile("http://192.0.2.1:81/a", from: server)

        #expect(
            String(decoding: file.request("GET"), as: UTF8.self)
                == "GET /a HTTP/1.1\r\nHost: 192.0.2.1:81\r\nConnection: close\r\n\r\n")
        #expect(String(decoding: file.request("POST"), as: UTF8.self).contains("\r\nContent-Length: 0\r\n\r\n"))
    }
}
