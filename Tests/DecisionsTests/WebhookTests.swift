import Decisions
import NetTypes
import TestSupport
import Testing

@Suite("What is done about a webhook")
struct WebhookTests {
    @Test(
        "an event is tried until it is taken, for a day; what nobody wants as it is, a few times",
        arguments: [
            (.status(200), 1, 0, .done), (.status(204), 9, 99, .done), (.status(503), 1, 0, .tryAgain),
            (.status(503), 99, 24, .tryAgain), (.status(503), 99, 25, .giveUp), (.none("no route"), 99, 1, .tryAgain),
            (.none("no route"), 1, 25, .giveUp), (.status(401), 99, 1, .tryAgain), (.status(404), 99, 1, .tryAgain),
            (.status(302), 99, 1, .tryAgain), (.status(422), 5, 1, .tryAgain), (.status(422), 6, 1, .giveUp),
            (.status(0), 1, 0, .tryAgain), (.status(65535), 1, 0, .tryAgain),
        ] as [(WebhookAnswer, Int, Int, WebhookAnswer.Step)])
    func steps(answer: WebhookAnswer, attempts: Int, hours: Int, step: WebhookAnswer.Step) {
        #expect(answer.step(attempts: attempts, age: .hours(hours)) == step)
    }

    @Test("the signature covers the time and the body")
    func signature() {
        let now = Timestamp(milliseconds: 1_700_000_000_123)
        let header = WebhookSignature.header(of: Array("{}".utf8), key: Array("key".utf8), at: now)

        // printf '1700000000.{}' | openssl dgst -sha256 -hmac key
        #expect(header == "t=1700000000,v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae")
        #expect(header != WebhookSignature.header(of: Array("{ }".utf8), key: Array("key".utf8), at: now))
        #expect(header != WebhookSignature.header(of: Array("{}".utf8), key: Array("Key".utf8), at: now))
    }
}
