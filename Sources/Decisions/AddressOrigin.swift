import Inventory
import NetTypes

/// Why a client has this address and no other; for people, never on the packet's way.
package enum AddressOrigin: String, Hashable, Sendable, CaseIterable {
    /// It is reserved for the machine.
    case reserved
    /// The client leases it.
    case leased
    /// The client leased it last, and nobody has had it since.
    case remembered
    /// The client was offered it a short time ago.
    case offered
    /// The client named it, and it is free.
    case named
    /// It is a free one of the pools.
    case pool
}

extension LeaseFacts {
    /// Which of the addresses that a client could have one is, the best reason first.
    package func origin(of address: IPv4Address) -> AddressOrigin {
        if reserved?.address == address { return .reserved }
        if own?.address == address { return lease?.isHeld(at: now) == true ? .leased : .remembered }
        if offered?.address == address { return .offered }
        if named?.address == address { return .named }
        return .pool
    }

    /// The addresses that would have come before one, each with what stood in its way.
    package func passedOver(before address: IPv4Address) -> [(AddressFacts, AddressOrigin, Refusal)] {
        var passed: [(AddressFacts, AddressOrigin, Refusal)] = []
        for choice in [reserved, own, offered, named].compactMap({ $0 }) {
            guard choice.address != address, let refusal = refusal(of: choice) else { break }
            let origin = origin(of: choice.address)
            if !passed.contains(where: { $0.0.address == choice.address }) { passed.append((choice, origin, refusal)) }
        }
        return passed
    }
}
