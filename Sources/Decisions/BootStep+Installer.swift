import NetTypes

private let mirror = LikelyCause(
    "the mirror cannot be reached, or lacks what is asked for",
    try: "fetch dists/ from mirror-host of the profile's variables on that network; check proxy, routes and DNS")
private let question = LikelyCause(
    "the installer asks a question on its console",
    try: "look at the machine's console; answer it for all times in preseed/PROFILE.cfg")
private let skew = LikelyCause(
    "the installer's kernel is older than the mirror: \"no kernel modules were found\"",
    try: "amorce image import RELEASE, then amorce machine reinstall NAME")
private let words = LikelyCause("something else", try: "amorce machine log NAME has the installer's own words")
private let reports = LikelyCause(
    "the profile tells nothing of itself",
    try: "write {{> reports}} into preseed/PROFILE.cfg, where shipped ones have it")

extension BootStep {
    /// From the installer's first word to the last.
    var ofInstaller: Expectation? {
        switch self {
        case .installer:
            Expectation(
                "the preseed file", typical: "2 to 20 s", within: .minutes(2),
                LikelyCause(
                    "HTTP does not get through, though TFTP did", try: "let TCP 80 in on this host's firewall"),
                LikelyCause(
                    "the URL's host is not known there", try: "http.url of the file: leave it out, or write an address"),
                question)
        case .networkPreseed:
            Expectation(
                "the preseed file", typical: "1 to 5 s", within: .minutes(2),
                LikelyCause("HTTP does not get through", try: "let TCP 80 in on this host's firewall"), question)
        case .preseed:
            Expectation(
                "the installer's first report", typical: "1 to 5 s", within: .minutes(2),
                LikelyCause(
                    "the file is not valid: \"Failed to process the preconfiguration file\" stands on the console",
                    try:
                        "amorce profile lint PROFILE names the line; amorce profile preview PROFILE --machine NAME shows the file"
                ),
                reports, question, words)
        case .early:
            Expectation(
                "its disk partitioned", typical: "1 to 3 min", within: .minutes(10), mirror, skew,
                LikelyCause(
                    "no disk was found, or not the one that the profile names",
                    try: "look at the variable disk, and at the console (Alt-F4, or the serial line)"),
                question, words)
        case .progress:
            Expectation(
                "the installer's next report, or the post-install script", within: .minutes(20), question, mirror, words
            )
        case .chooseMirror:
            Expectation("its next menu item", typical: "1 to 10 s", within: .minutes(3), mirror, question)
        case .downloadInstaller:
            Expectation("its next menu item", typical: "10 to 60 s", within: .minutes(5), skew, mirror, question)
        case .diskDetect:
            Expectation(
                "its next menu item", typical: "1 to 10 s", within: .minutes(3),
                LikelyCause("no disk was found", try: "give NAME a disk, or one with another driver (virtio)"), question
            )
        case .partman:
            Expectation(
                "its disk partitioned", typical: "5 to 60 s", within: .minutes(5),
                LikelyCause(
                    "the disk is too small for the recipe, or a question about what is on it is open",
                    try: "look at the console; the variables disk and recipe, and preseed/pieces/disk.cfg, answer it"),
                LikelyCause(
                    "the disk fails or is very slow",
                    try: "look at the hypervisor's log, and at amorce machine log NAME"))
        case .partitioned:
            Expectation("the base system", typical: "1 to 5 min", within: .minutes(20), mirror, question, words)
        case .bootstrap:
            Expectation("the base system", typical: "1 to 5 min", within: .minutes(20), mirror, words)
        case .base:
            Expectation("its packages", typical: "10 to 60 s", within: .minutes(10), mirror, question, words)
        case .aptSetup:
            Expectation(
                "its packages", typical: "5 to 30 s", within: .minutes(5),
                LikelyCause(
                    "the security mirror does not answer", try: "check security-host of the profile's variables"),
                mirror, question)
        case .packages, .pkgsel:
            Expectation(
                "the end of the packages", typical: "2 to 10 min", within: .minutes(45), mirror,
                LikelyCause(
                    "a package asks a question, or its script hangs",
                    try: "amorce machine log NAME names the last one; look at the console"),
                words)
        case .grub:
            Expectation(
                "the end of the installation", typical: "5 to 30 s", within: .minutes(5),
                LikelyCause(
                    "the boot loader cannot be written: the wrong disk, or no EFI partition",
                    try: "look at the console, and at grub-installer/bootdev in preseed/pieces/disk.cfg"),
                question)
        case .finishInstall, .finishing:
            Expectation(
                "the post-install script", typical: "1 to 10 s", within: .minutes(5),
                LikelyCause(
                    "the profile's late_command is not the one of preseed/pieces/finish.cfg, or a later line replaces it",
                    try: "amorce profile preview PROFILE --machine NAME | grep late_command"),
                LikelyCause("HTTP does not get through any more", try: "let TCP 80 in on this host's firewall"), words)
        case .armed, .discovered, .offered, .leased, .loader, .menu, .chosen, .kernel, .initrd, .postInstall, .log,
            .installed, .localBoot, .running:
            nil
        }
    }

    /// From the post-install script to the installed system.
    var ofSystem: Expectation? {
        switch self {
        case .postInstall:
            Expectation(
                "the post-install script's last report", typical: "1 to 10 min", within: .minutes(30),
                LikelyCause(
                    "a command of the script hangs, or waits for a download",
                    try:
                        "amorce machine show NAME has its last step; on the console, tail /target/var/log/amorce-postinstall.log"
                ),
                LikelyCause(
                    "it takes that long",
                    try: "wait: it is ended after postinstall-timeout seconds, and what it printed is kept"))
        case .log:
            Expectation(
                "the word that it is installed", typical: "less than 1 s", within: .minutes(3),
                LikelyCause(
                    "the machine was switched off at the very end",
                    try: "look at its console; amorce machine reinstall NAME"))
        case .installed:
            Expectation(
                "the first boot from disk", typical: "1 to 2 min", within: .minutes(10),
                LikelyCause(
                    "it was switched off and not on again", try: "switch NAME on; the variable power-off may say so"),
                LikelyCause(
                    "its disk does not boot: no boot loader on the disk that its firmware starts",
                    try: "look at its console; check disk and grub-installer/bootdev"),
                LikelyCause(
                    "the firmware does not know the new system",
                    try: "choose the disk in its boot menu; grub-installer/force-efi-extra-removable has to be true",
                    on: .uefi),
                LikelyCause(
                    "the system runs and asks no DHCP server: a fixed address, or no network",
                    try: "look at /etc/network/interfaces on its console"))
        case .localBoot:
            Expectation(
                "the installed system on the network", typical: "20 to 90 s", within: .minutes(5),
                LikelyCause(
                    "there is no boot loader on its disk", try: "look at its console; amorce machine reinstall NAME"),
                LikelyCause(
                    "the firmware does not go on to the disk",
                    try: "put the disk second in its boot order, behind the network", on: .uefi),
                LikelyCause(
                    "its network does not come up: the card has another name than at the installation",
                    try: "compare ip link with /etc/network/interfaces on its console"))
        case .armed, .discovered, .offered, .leased, .loader, .menu, .chosen, .kernel, .initrd, .installer,
            .networkPreseed, .preseed, .early, .progress, .chooseMirror, .downloadInstaller, .diskDetect, .partman,
            .partitioned, .bootstrap, .base, .aptSetup, .packages, .pkgsel, .grub, .finishInstall, .finishing,
            .running:
            nil
        }
    }
}

extension Expectation {
    /// After an installation that did not end before the machine booted again and was sent to its disk. For a moment a system
    /// may still be heard, which makes it a failed one.
    static let brokenOff = Expectation(
        "somebody who has it installed again: its installation was broken off", within: .minutes(2),
        LikelyCause(
            "it was switched off or restarted in the middle of its installation",
            try: "amorce machine reinstall NAME; with profiles.PROFILE.retries that goes by itself"),
        LikelyCause(
            "it was installed, and neither its last report nor its system got through",
            try: "look at its console, and at /etc/network/interfaces there"))
}
