import DHCPWire
import Decisions
import LinuxIO
import NetTypes

/// Other DHCP servers are asked for on each link, now and from time to time.
extension DHCPService {
    /// To be called once, at the start.
    func lookForOthers() {
        watch.lookAgain()
        for link in links.links.values { lookForOthers(on: link) }
        loop.after(ServerWatch.pause) { [unowned self] in self.assumeIsolated { $0.lookForOthers() } }
    }

    /// Asks who else serves a link that has just been opened.
    func lookForOthers(on link: DHCPLink) {
        let (interface, address) = (link.interface, link.network.address)
        guard let question = watch.probe(interface.name, hardware: interface.hardware, from: address) else { return }
        _ = outgoing.append(
            question.encoded(),
            to: DatagramBatch.Envelope(peer: .broadcast, peerPort: 67, local: address, interface: interface.index))
        flush(link)
    }
}
