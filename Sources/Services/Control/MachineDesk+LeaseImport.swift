import Decisions
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Store

/// Taking over what another server has lent.
extension MachineDesk {
    /// All of it in one transaction, or with `dry-run` none of it. The results stand in the order of the leases.
    func take(_ wanted: LeaseImport, _ query: [String: String]) throws -> LeaseImportReport {
        let isTrial = try flag("dry-run", in: query)
        let now = Clock.now()
        do {
            let report = try store.transaction { transaction in
                let results = try take(wanted.leases, at: now, &transaction)
                if isTrial { throw Trial(report: LeaseImportReport(results: results, isTrial: true)) }
                return LeaseImportReport(results: results, isTrial: false)
            }
            log(report)
            return report
        } catch let trial as Trial {
            return trial.report
        }
    }

    /// What an import would come to: thrown, so that nothing of it stays.
    private struct Trial: Error {
        let report: LeaseImportReport
    }

    private func take(
        _ leases: [ImportedLease], at now: Timestamp, _ transaction: inout StoreTransaction
    ) throws -> [LeaseImportReport.Result] {
        var results: [LeaseImportReport.Result?] = leases.map { _ in nil }
        for index in leases.indices.sorted(by: { leases[$0].comesBefore(leases[$1], at: now) }) {
            let lease = leases[index]
            let decision = LeaseImportDecision(for: lease, facts(of: lease, now, transaction.image))
            if case .take(let lease) = decision { try transaction.save(lease) }
            results[index] = LeaseImportReport.Result(of: lease, decision)
        }
        return results.compactMap { $0 }
    }

    private func facts(
        of lease: ImportedLease, _ now: Timestamp, _ image: borrowing StoreImage
    ) -> LeaseImportFacts {
        let network = provisioning.networks.network(of: lease.address)
        let subnet = network.subnet.flatMap { $0.prefix.contains(lease.address) ? $0 : nil }
        return LeaseImportFacts(
            now: now, subnet: subnet, isOwnAddress: network.address == lease.address,
            reservation: image.reservations[lease.address], atAddress: image.leases[lease.address],
            ofMachine: image.leases.lease(
                of: lease.mac, subnet?.identity == .clientIdentifier ? lease.client : nil))
    }

    private func log(_ report: LeaseImportReport) {
        let counts = Dictionary(report.results.map { ($0.outcome, 1) }, uniquingKeysWith: +)
        provisioning.log(
            .notice,
            LogLine("leases", "imported").with("imported", counts[.imported] ?? 0).with("kept", counts[.kept] ?? 0)
                .with("refused", counts[.refused] ?? 0))
    }
}

extension ImportedLease {
    /// The order in which leases are taken over, so that the last one of a machine is the one that it has now: what is
    /// only remembered goes first, then what was granted earlier.
    fileprivate func comesBefore(_ other: Self, at now: Timestamp) -> Bool {
        let (isLent, isOtherLent) = (state != .free && expiry > now, other.state != .free && other.expiry > now)
        guard isLent == isOtherLent else { return isOtherLent }
        guard isLent else { return expiry < other.expiry }
        // dnsmasq writes no start down: of what it has lent, the longest goes first, and stays.
        guard let start, let otherStart = other.start else {
            return other.start != nil || start == nil && expiry > other.expiry
        }
        return start < otherStart
    }
}

extension LeaseImportReport.Result {
    fileprivate init(of lease: ImportedLease, _ decision: LeaseImportDecision) {
        switch decision {
        case .take: self.init(address: lease.address, mac: lease.mac, outcome: .imported, reason: nil)
        case .keep(let reason):
            self.init(address: lease.address, mac: lease.mac, outcome: .kept, reason: "\(reason)")
        case .refuse(let refusal):
            self.init(address: lease.address, mac: lease.mac, outcome: .refused, reason: "\(refusal)")
        }
    }
}
