import HTTPWire
import Testing

@Suite("Header fields, RFC 9110 §5.1")
struct HTTPHeadersTests {
    @Test("are found without regard to case, the first of a name")
    func names() {
        var headers: HTTPHeaders = ["Content-Type": "text/plain"]

        headers.add("content-type", "text/html")

        #expect(headers["CONTENT-TYPE"] == "text/plain")
        #expect(headers["Content"] == nil)
    }

    @Test("keep their order")
    func order() {
        var headers: HTTPHeaders = ["B": "1", "A": "2"]

        headers.add("B", "3")

        #expect(headers.fields.map { $0.name + $0.value } == ["B1", "A2", "B3"])
    }
}
