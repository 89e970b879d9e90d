import HTTPWire
import NetTypes
import Testing

@Suite("Dates, RFC 9110 §5.6.7")
struct HTTPDateTests {
    @Test(
        "are written as the preferred form, and read back",
        arguments: [
            (Int64(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT"),
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
        ])
    func bothWays(seconds: Int64, text: String) {
        let date = HTTPDate(Timestamp(seconds: seconds))

        #expect(date.description == text)
        #expect(HTTPDate(text) == date)
    }

    @Test(
        "of the two obsolete forms are read too, as every recipient must",
        arguments: ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])
    func obsolete(text: String) {
        #expect(HTTPDate(text) == HTTPDate("Sun, 06 Nov 1994 08:49:37 GMT"))
    }

    @Test("of asctime may have two digits for the day")
    func twoDigitDay() {
        #expect(HTTPDate("Sat Nov 21 04:05:06 2026") == HTTPDate("Sat, 21 Nov 2026 04:05:06 GMT"))
    }

    @Test("lose what is less than a second")
    func wholeSeconds() {
        #expect(HTTPDate(Timestamp(milliseconds: 784_111_777_999)) == HTTPDate("Sun, 06 Nov 1994 08:49:37 GMT"))
    }

    @Test(
        "of another form are not taken",
        arguments: [
            "", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37", "Mon, Nov  6 08:49:37 1994",
            "Mon Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
            "Wed, 30 Feb 2000 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
        ])
    func others(text: String) {
        #expect(HTTPDate(text) == nil)
    }
}
