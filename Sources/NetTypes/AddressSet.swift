/// A set of IPv4 addresses in which 64 neighbours are looked at in one step: a bit an address, in blocks of 4096. Memory
/// goes with the networks that addresses lie in: 512 bytes for each /20.
package struct AddressSet: Sendable {
    private var blocks: [UInt32: Block] = [:]

    /// 4096 neighbours.
    struct Block: Sendable {
        fileprivate(set) var words = [UInt64](repeating: 0, count: 64)
        fileprivate(set) var count = 0
        var isFull: Bool { count == 4096 }
    }

    package init(_ addresses: some Sequence<IPv4Address> = []) {
        for address in addresses { insert(address) }
    }

    /// How many addresses it holds.
    package var count: Int { blocks.values.reduce(0) { $0 + $1.count } }

    /// Whether it holds the address.
    package func contains(_ address: IPv4Address) -> Bool {
        guard let block = blocks[address.number >> 12] else { return false }
        return block.words[address.word] & address.bit != 0
    }

    /// An address that it holds already stays in it.
    package mutating func insert(_ address: IPv4Address) {
        blocks[address.number >> 12, default: Block()].set(address, to: true)
    }

    /// An address that it does not hold stays out of it.
    package mutating func remove(_ address: IPv4Address) {
        guard let index = blocks.index(forKey: address.number >> 12) else { return }
        blocks.values[index].set(address, to: false)
        if blocks.values[index].count == 0 { blocks.remove(at: index) }
    }

    /// The block that an address lies in; `nil` for one without a member.
    func block(of number: UInt32) -> Block? { blocks[number >> 12] }
}

extension AddressSet.Block {
    fileprivate mutating func set(_ address: IPv4Address, to isMember: Bool) {
        guard (words[address.word] & address.bit != 0) != isMember else { return }
        words[address.word] ^= address.bit
        count += isMember ? 1 : -1
    }
}

extension IPv4Address {
    /// Which of its block's words it lies in.
    fileprivate var word: Int { Int(number >> 6 & 63) }
    fileprivate var bit: UInt64 { 1 << UInt64(number & 63) }
}
