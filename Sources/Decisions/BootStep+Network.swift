import NetTypes

extension BootStep {
    /// From the arming to the installer's first word.
    var ofNetwork: Expectation? {
        switch self {
        case .armed:
            Expectation(
                "the machine's next network boot", within: .minutes(10),
                LikelyCause("it is switched off, or still runs", try: "switch NAME on, or restart it"),
                LikelyCause(
                    "it boots its disk before the network",
                    try: "put the network first in its boot order (virsh edit: <boot dev='network'/>)"),
                LikelyCause(
                    "its DHCP does not get here: another VLAN, no relay, an interface that is not served",
                    try: "look for its MAC with tcpdump -ni INTERFACE port 67; amorce status shows what is served"),
                LikelyCause(
                    "it has another MAC address than was said",
                    try: "amorce machine list shows those that booted and that nobody named"))
        case .discovered:
            Expectation(
                "an offer of ours", typical: "less than 1 s", within: .minutes(1),
                LikelyCause(
                    "no address is free for it, or it is not to be served",
                    try: "the log says why: journalctl -u amorce | grep quiet"))
        case .offered:
            Expectation(
                "the machine's request for the offered address", typical: "1 to 4 s", within: .minutes(1),
                LikelyCause(
                    "it took the offer of another DHCP server",
                    try: "amorce status lists other servers; stop that one, or set dhcp.mode: proxy"),
                LikelyCause(
                    "the offer does not reach it: a firewall, a relay, a switch that blocks DHCP (snooping)",
                    try: "tcpdump -ni INTERFACE port 67 or port 68, here and beside the machine"),
                LikelyCause(
                    "its firmware wants what the offer does not have",
                    try: "amorce explain CAPTURE --machine NAME tells what it asked for and what it was offered"))
        case .leased:
            Expectation(
                "its boot loader", typical: "1 to 5 s", within: .minutes(2),
                LikelyCause(
                    "TFTP does not get through", try: "let UDP 69 in on this host's firewall", on: .bios),
                LikelyCause(
                    "TFTP, or HTTP where it boots by that, does not get through",
                    try: "let UDP 69 and TCP 80 in on this host's firewall", on: .uefi),
                LikelyCause(
                    "it was told to fetch a URL, as iPXE and HTTP boot are, and http.url does not lead here",
                    try: "leave http.url out, or write an address of this host that machines reach"),
                LikelyCause(
                    "another server told it another boot file, or another host to fetch it from",
                    try: "amorce status lists other servers; next-server and boot.loaders of the file have to be right"),
                LikelyCause(
                    "it is an installed system that only wanted an address",
                    try: "nothing, if it boots its disk; else put the network first in its boot order"))
        case .loader:
            Expectation(
                "the loader's menu", typical: "1 to 5 s", within: .minutes(2),
                LikelyCause(
                    "Secure Boot refuses the loader",
                    try: "take Debian's signed one (amorce image import), or turn it off",
                    on: .uefi),
                LikelyCause(
                    "the loader is one for another firmware",
                    try: "amorce machine show says which it has; check boot.loaders"),
                LikelyCause(
                    "a second stage of the loader was not found",
                    try: "amorce image verify; the log has what was asked for: journalctl -u amorce | grep NAME"),
                LikelyCause(
                    "packets of full size get lost",
                    try: "compare the MTU of the bridge, the tunnel and mtu: of the subnet"))
        case .menu:
            Expectation(
                "a choice in the menu, or its time-out, and the kernel", within: .minutes(2),
                LikelyCause(
                    "a key stopped the menu's clock", try: "look at the machine's console, and choose there"),
                LikelyCause(
                    "the loader cannot fetch the kernel",
                    try: "amorce image list; the console shows the loader's own words"))
        case .chosen:
            Expectation(
                "the kernel", typical: "1 to 5 s", within: .minutes(2),
                LikelyCause(
                    "the loader cannot fetch the kernel",
                    try: "amorce image list; the console shows the loader's own words"))
        case .kernel:
            Expectation(
                "the initrd", typical: "1 to 30 s", within: .minutes(5),
                LikelyCause(
                    "the transfer is slow or stands still: packets get lost",
                    try: "compare the MTUs on the way; watch it with tcpdump -ni INTERFACE host ADDRESS"),
                LikelyCause(
                    "the loader has too little memory for it", try: "give NAME 1 GB of memory or more"))
        case .initrd:
            Expectation(
                "the installer's DHCP", typical: "10 to 60 s", within: .minutes(3),
                LikelyCause(
                    "the kernel stopped (panic): too little memory to unpack the initrd",
                    try: "give NAME 1 GB of memory or more; trixie's installer needs 512 MB at the least"),
                LikelyCause(
                    "the installer has no driver for the network card",
                    try:
                        "use a virtio or e1000 card, or an image with its firmware; the console says \"no Ethernet card\""
                ),
                LikelyCause(
                    "it asks through another card than the one it booted from",
                    try: "BOOTIF in the menu's command line says which; check the cabling of the others"),
                LikelyCause(
                    "Secure Boot refuses the kernel", try: "look at its console; turn it off to try", on: .uefi),
                LikelyCause(
                    "a port of the switch that learns slowly (spanning tree)",
                    try: "portfast on that port, or netcfg/link_wait_timeout=30 in kernel-parameters"))
        case .networkPreseed, .preseed, .early, .progress, .chooseMirror, .downloadInstaller, .diskDetect, .partman,
            .partitioned, .bootstrap, .base, .aptSetup, .packages, .pkgsel, .grub, .finishInstall, .finishing,
            .installer, .postInstall, .log, .installed, .localBoot, .running:
            nil
        }
    }
}
