import DHCPWire
import Inventory

extension ProxyDecision {
    /// What is answered at each door:
    ///
    ///     message     67                              4011
    ///     DISCOVER    offer                           quiet
    ///     REQUEST     acknowledged if it names us     acknowledged: it was sent to us alone
    ///     INFORM      acknowledged                    acknowledged
    ///     others      quiet: they are about the other server's address
    package init(for request: ClientRequest, _ facts: ProxyFacts) {
        guard request.speaker.isPXE else {
            self = .stayQuiet(.notPXE)
            return
        }
        guard facts.unknownMachines != .ignore || !facts.isUnknown else {
            self = .stayQuiet(.unknownMachine)
            return
        }
        let answer: ProxyDecision =
            switch (request.type, facts.door) {
            case (.discover, .dhcp): .offer
            case (.request, .dhcp): facts.namesThisServer ? .acknowledge : .stayQuiet(.otherServer)
            case (.request, .boot), (.inform, _): .acknowledge
            default: .stayQuiet(.unexpectedType(request.type))
            }
        if case .stayQuiet = answer {
            self = answer
        } else {
            self = facts.hasLoader ? answer : .stayQuiet(.noLoader)
        }
    }
}

extension Speaker {
    /// Whether it says that it boots over the network: option 60 begins with `PXEClient` or `HTTPClient`.
    var isPXE: Bool {
        switch self {
        case .firmware, .unknownFirmware, .ipxe: true
        case .grub, .installer, .system: false
        }
    }
}
