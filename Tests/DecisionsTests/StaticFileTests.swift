import Decisions
import HTTPWire
import NetTypes
import Testing

@Suite("A file over HTTP, RFC 9110 §13 and §14")
struct StaticFileTests {
    private static let modified = Timestamp(milliseconds: 784_111_777_500)
    private static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"

    private func answer(
        _ headers: HTTPHeaders, _ method: HTTPMethod = .get, path: String = "linux", size: Int64 = 1000
    ) -> StaticFile {
        StaticFile(
            HTTPRequest(method, "/boot/" + path, headers: headers), path: path, size: size, modified: Self.modified,
            tag: "1000-5")
    }

    @Test("is sent whole, with what a later question needs")
    func whole() {
        let file = answer([:])

        #expect(file.status == .ok)
        #expect((file.offset, file.count) == (0, 1000))
        #expect(file.headers["ETag"] == "\"1000-5\"")
        #expect(file.headers["Last-Modified"] == Self.date)
        #expect(file.headers["Accept-Ranges"] == "bytes")
        #expect(file.headers["Content-Range"] == nil)
    }

    @Test("is sent in part, which is said")
    func part() {
        let file = answer(["Range": "bytes=500-"])

        #expect(file.status == .partialContent)
        #expect((file.offset, file.count) == (500, 500))
        #expect(file.headers["Content-Range"] == "bytes 500-999/1000")
    }

    @Test("that has nothing of the range is refused with its size (RFC 9110 §15.5.17)", arguments: [Int64(0), 500])
    func unsatisfiable(size: Int64) {
        let file = answer(["Range": "bytes=500-"], path: "bootnetx64.efi", size: size)

        #expect(file.status == .rangeNotSatisfiable)
        #expect(file.count == 0)
        #expect(file.headers["Content-Range"] == "bytes */\(size)")
        #expect(file.headers["Content-Type"] == "text/plain; charset=utf-8")
    }

    @Test("that is unchanged tells the length that it has, or would tell none (RFC 9110 §8.6)")
    func unchanged() {
        let file = answer(["If-None-Match": "\"1000-5\""])

        #expect(file.status == .notModified)
        #expect(file.count == 0)
        #expect(file.headers["Content-Length"] == "1000")
    }

    @Test("a range counts for GET alone (RFC 9110 §14.2)")
    func headRange() {
        let file = answer(["Range": "bytes=500-"], .head)

        #expect(file.status == .ok)
        #expect(file.count == 1000)
    }

    /// What EDK2 sends when it goes on with a download stands first in each group.
    @Test(
        "depends on its state, in the order of RFC 9110 §13.2.2",
        arguments: [
            (["If-Match": "\"1000-5\""], HTTPStatus.ok), (["If-Match": "*"], .ok),
            (["If-Match": "\"a\", \"1000-5\""], .ok), (["If-Match": "\"a\""], .preconditionFailed),
            (["If-Match": "W/\"1000-5\""], .preconditionFailed), (["If-Match": "1000-5"], .preconditionFailed),
            (["If-Unmodified-Since": date], .ok), (["If-Unmodified-Since": earlier], .preconditionFailed),
            (["If-Unmodified-Since": "soon"], .ok),
            (["If-Match": "\"1000-5\"", "If-Unmodified-Since": earlier], .ok),
            (["If-None-Match": "\"1000-5\""], .notModified), (["If-None-Match": "W/\"1000-5\""], .notModified),
            (["If-None-Match": "*"], .notModified), (["If-None-Match": "\"a\""], .ok),
            (["If-None-Match": "\"a\"", "If-Modified-Since": date], .ok),
            (["If-Modified-Since": date], .notModified), (["If-Modified-Since": earlier], .ok),
            (["If-Modified-Since": "yesterday"], .ok),
            (["If-Match": "\"a\"", "If-None-Match": "\"1000-5\""], .preconditionFailed),
        ] as [([String: String], HTTPStatus)])
    func conditions(fields: [String: String], status: HTTPStatus) {
        var headers: HTTPHeaders = [:]
        for (name, value) in fields { headers.add(name, value) }

        let file = answer(headers)

        #expect(file.status == status)
        #expect(file.count == (status == .ok ? 1000 : 0))
    }

    @Test(
        "a range of another state of the file is not sent (RFC 9110 §13.1.5)",
        arguments: [
            ("\"1000-5\"", HTTPStatus.partialContent), (date, .partialContent), ("\"999-4\"", .ok),
            ("W/\"1000-5\"", .ok), (earlier, .ok), ("", .ok),
        ])
    func ifRange(state: String, status: HTTPStatus) {
        #expect(answer(["Range": "bytes=0-9", "If-Range": state]).status == status)
    }

    @Test(
        "has a type by which EDK2 knows whether it can start it (HttpBootCheckImageType)",
        arguments: [
            ("debian-installer/amd64/bootnetx64.efi", "application/efi"), ("x.ISO", "application/vnd.efi-iso"),
            ("x.img", "application/vnd.efi-img"), ("initrd.gz", "application/gzip"),
            ("grub/grub.cfg", "text/plain; charset=utf-8"), ("a.efi/linux", "application/octet-stream"),
            ("linux", "application/octet-stream"), ("efi", "application/octet-stream"),
            ("", "application/octet-stream"),
        ])
    func mediaTypes(path: String, type: String) {
        #expect(answer([:], path: path).headers["Content-Type"] == type)
    }
}
