/// A part of a subnet's pools: so many addresses, or so many of a hundred.
package enum AddressShare: Hashable, Sendable {
    case addresses(Int)
    case percent(Int)

    /// How many addresses that is of pools that hold so many, rounded up.
    package func count(of poolSize: Int) -> Int {
        switch self {
        case .addresses(let count): count
        case .percent(let percent): (poolSize * percent + 99) / 100
        }
    }
}

extension AddressShare: CustomStringConvertible {
    package var description: String {
        switch self {
        case .addresses(let count): "\(count)"
        case .percent(let percent): "\(percent)%"
        }
    }
}
