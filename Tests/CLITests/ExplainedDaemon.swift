import CLI
import DHCPWire
import Decisions
import Inventory
import NetTypes
import Settings
import TestSupport
import YAML

/// What a daemon at 10.77.0.1 makes of a capture.
func explain(
    _ capture: [UInt8], _ options: String = "--empty", interfaces: [String: IPv4Address] = [:],
    answering answer: @escaping ExplainMessage = { _ in Explanation(line: "quiet", reasons: []) }
) -> Outcome {
    amorce(
        "explain a.pcap --address 10.77.0.1 \(options)", captures: ["a.pcap": capture],
        interfaceAddress: { interfaces[$0] }, load: { file throws(Failure) in try configuration(file) },
        explainer: { _, _, _, _ in answer })
}

/// An offer of one address, whatever is asked.
func offer(_ message: HeardMessage) -> Explanation {
    Explanation(
        line: "dhcp=discover", reasons: ["because"],
        answer: Explanation.Answer(reply, from: .server, to: "everyone", told: []))
}

let reply: DHCPMessage = {
    var message = DHCPMessage(
        operation: .reply, transactionID: 0x1234_5678, yourAddress: .sample(100),
        hardwareAddress: DHCPMessage.HardwareAddress(.sample(1)))
    message.options.append(.messageType, .offer)
    return message
}()

/// The configuration of that daemon.
func configuration(_ file: String, mode: String = "server") throws(Failure) -> Configuration {
    let text = """
        control: /run/x.sock
        dhcp:
          mode: \(mode)
          interfaces: [br0, br1]
          subnets:
            - subnet: 10.77.0.0/24
        """
    do throws(SettingsErrors) {
        return try Configuration.read(TextFile(name: file, bytes: Array(text.utf8)))
    } catch {
        throw .configuration(error.mistakes.map(\.description))
    }
}
