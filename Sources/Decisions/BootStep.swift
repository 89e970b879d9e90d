import Inventory
import NetTypes

/// How far a boot has come: the stages of its timeline, with the installer's part in its own steps. In the order of a
/// healthy boot.
package enum BootStep: String, Hashable, Sendable, CaseIterable {
    case armed, discovered, offered, leased, loader, menu, chosen, kernel, initrd, installer
    /// The installer's menu item that fetches the preseed file.
    case networkPreseed = "network-preseed"
    case preseed
    /// `preseed/early_command` has run: the file was read.
    case early
    /// The installer's own words for something that no step here stands for.
    case progress
    case chooseMirror = "choose-mirror"
    case downloadInstaller = "download-installer"
    case diskDetect = "disk-detect"
    case partman = "partman-base"
    case partitioned
    case bootstrap = "bootstrap-base"
    case base
    case aptSetup = "apt-setup-udeb"
    case packages
    case pkgsel
    case grub = "grub-installer"
    case finishInstall = "finish-install"
    case finishing
    case postInstall = "post-install"
    /// The installer's whole log has come.
    case log
    case installed
    case localBoot = "local-boot"
    case running

    /// The step that an event shows; `nil` for what takes a boot no further.
    ///
    /// - Parameter current: the step before it: what a post-install script tells is part of `post-install`.
    package init?(_ event: BootEvent, after current: Self?) {
        switch event.stage {
        case .progress:
            let isScript = current.map { $0.rank >= Self.postInstall.rank } ?? false
            let named = event.word("step").flatMap { Self(rawValue: $0) }
            if isScript, named != .log { return nil }
            self = named ?? .progress
        case .disarmed, .released, .named, .nameConflict, .removed, .balanced, .failed: return nil
        case .armed, .discovered, .offered, .leased, .loader, .menu, .chosen, .kernel, .initrd, .installer, .preseed,
            .postInstall, .installed, .localBoot, .running:
            guard let step = Self(rawValue: event.stage.rawValue) else { return nil }
            self = step
        }
    }

    /// The furthest step of a boot, by its events in order of time. What repeats itself, as a lease that the installer
    /// renews does, takes nothing back; among the installer's steps the last one counts.
    package init?(furthestOf events: [BootEvent]) {
        let furthest = events.reduce(nil as Self?) { current, event in
            guard let step = Self(event, after: current) else { return current }
            return step.rank >= (current?.rank ?? 0) ? step : current
        }
        guard let furthest else { return nil }
        self = furthest
    }

    /// Whether a boot that shows this step has come as far as another one. One that goes to its disk has not.
    package func reaches(_ goal: Self) -> Bool { self == goal || rank > goal.rank && self != .localBoot }

    /// Whether a machine that goes off now is awaited in vain, and nobody hears of it: from its lease to its script's end.
    package var isUnderWay: Bool { (Self.leased.rank...Self.postInstall.rank).contains(rank) }

    /// Its place in a healthy boot; the installer's steps share one, since profiles may leave some out.
    private var rank: Int {
        switch self {
        case .armed: 0
        case .discovered: 1
        case .offered: 2
        case .leased: 3
        case .loader: 4
        case .menu: 5
        case .chosen: 6
        case .kernel: 7
        case .initrd: 8
        case .installer: 9
        case .networkPreseed, .preseed, .early, .progress, .chooseMirror, .downloadInstaller, .diskDetect, .partman,
            .partitioned, .bootstrap, .base, .aptSetup, .packages, .pkgsel, .grub, .finishInstall, .finishing:
            10
        case .postInstall: 11
        case .log: 12
        case .installed: 13
        case .localBoot: 14
        case .running: 15
        }
    }
}

extension BootEvent {
    /// The value of a `key=value` word of its detail.
    package func word(_ key: String) -> String? { valueOf(key, in: detail) }

    /// The text of a `key="text"` of its detail.
    func quoted(_ key: String) -> String? {
        let parts = detail.split(separator: "\(key)=\"", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return parts[1].split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
    }
}

/// The value of a `key=value` word among others.
func valueOf(_ key: String, in text: String) -> String? {
    for word in text.split(separator: " ") where word.hasPrefix(key + "=") {
        return String(word.dropFirst(key.count + 1))
    }
    return nil
}
