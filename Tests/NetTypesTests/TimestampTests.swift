import NetTypes
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "is written and read as ISO 8601 in UTC, to the millisecond",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_252_503_250, "2026-11-21T09:15:03.250Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func text(milliseconds: Int64, text: String) {
        let moment = Timestamp(milliseconds: milliseconds)

        #expect(moment.description == text)
        #expect(Timestamp(text) == moment)
    }

    @Test(
        "reads no other form, whatever its numbers",
        arguments: [
            "", "2026-11-21", "2026-11-21 09:15:03.250Z", "2026-11-21T09:15:03.250+", "2026-13-21T09:15:03.250Z",
            "2026-02-30T09:15:03.250Z", "2026-11-21T24:15:03.250Z", "999999999999-1-1T1:1:1.1",
            "1-999999999999-1T1:1:1.1", "1-1-999999999999T1:1:1.1",
            "1-1-1T1:1:999999999999.1",
        ])
    func otherForms(text: String) { #expect(Timestamp(text) == nil) }

    @Test("is written without fault at either end of its range", arguments: [Int64.min, Int64.max])
    func extremes(milliseconds: Int64) {
        #expect(Timestamp(milliseconds: milliseconds).description.hasSuffix("Z"))
    }
}
