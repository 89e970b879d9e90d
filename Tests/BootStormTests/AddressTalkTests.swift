import BootStorm
import DHCPWire
import NetTypes
import Testing

private let mac = MACAddress(truncating: 0x5254_0000_0001)
private let server = IPv4Address(192, 0, 2, 1)
private let lent = IPv4Address(192, 0, 2, 100)

private func answer(_ type: DHCPMessageType, id: UInt32 = 7, file: String = "pxelinux.0") -> DHCPMessage {
    var answer = DHCPMessage(
        operation: .reply, transactionID: id, yourAddress: lent, nextServer: server,
        hardwareAddress: DHCPMessage.HardwareAddress(mac), bootFile: Array(file.utf8))
    answer.options.append(.messageType, type)
    answer.options.append(.serverIdentifier, server)
    return answer
}

@Suite("How a simulated machine comes to its address, RFC 2131 §3.1")
struct AddressTalkTests {
    private let relay = IPv4Address(192, 0, 2, 254)

    @Test("what is offered is asked for, and what is acknowledged is taken")
    func exchange() throws {
        var talk = AddressTalk(mac, relay: relay, transactionID: 7)

        let discover = try DHCPMessage(decoding: talk.datagram(secondsElapsed: 4).span)
        let offered = try talk.take(answer(.offer))
        let request = try DHCPMessage(decoding: talk.datagram(secondsElapsed: 0).span)
        let given = try talk.take(answer(.ack))

        #expect(try discover.options.value(.messageType) == .discover)
        #expect(discover.relayAddress == relay)
        #expect(discover.secondsElapsed == 4)
        #expect(offered == .answer)
        #expect(try request.options.value(.messageType) == .request)
        #expect(try request.options.value(.requestedAddress) == lent)
        #expect(given == .given(AddressTalk.Given(address: lent, server: server, bootFile: "pxelinux.0")))
    }

    @Test("another's answer, a second offer and an ACK that nobody asked for are left alone")
    func others() throws {
        var talk = AddressTalk(mac, relay: relay, transactionID: 7)

        #expect(try talk.take(answer(.offer, id: 8)) == .nothing)
        #expect(try talk.take(answer(.ack)) == .nothing)
        #expect(try talk.take(answer(.offer)) == .answer)
        #expect(try talk.take(answer(.offer)) == .nothing)
    }

    @Test("a NAK, and an ACK without a boot file, end it")
    func refused() throws {
        var talk = AddressTalk(mac, relay: relay, transactionID: 7)

        #expect(throws: MalformedText.self) { try talk.take(answer(.nak)) }
        #expect(try talk.take(answer(.offer)) == .answer)
        #expect(throws: MalformedText.self) { try talk.take(answer(.ack, file: "")) }
    }
}
