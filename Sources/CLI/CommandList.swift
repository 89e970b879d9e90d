extension Command {
    /// Every command there is.
    package static let all: [Command] = [
        Command(
            "serve", to: "run the daemon", example: "amorce serve --config /etc/amorce/amorce.yaml",
            exits: [.done, .failed, .wrongUsage], run: serve),
        Command(
            "check", options: [.offline], to: "check the configuration file, and what it points to",
            example: "amorce check --config amorce.yaml", exits: [.done, .wrongUsage], run: check),
        Command(
            "doctor", options: [.offline], to: "look for what usually goes wrong, on this host and around it",
            example: "amorce doctor", exits: [.done, .failed, .wrongUsage], run: doctor),
        Command(
            "status", to: "show how the daemon does", example: "amorce status", run: status),
        Command(
            "reload", to: "have the daemon read its configuration file again", example: "amorce reload", run: reload),
        Command(
            "convert", [.file, .moreFiles], options: [.interfaces],
            to: "print a configuration of ISC dhcpd as one of amorce's", example: "amorce convert /etc/dhcp/dhcpd.conf",
            exits: [.done, .failed, .wrongUsage], run: convert),

        Command(
            "machine list", options: [.noHeader], to: "list all machines", example: "amorce machine list",
            run: listMachines),
        Command(
            "machine show", [.machine], options: [.origin], to: "show a machine, and where its boot stands",
            example: "amorce machine show api-1", exits: ExitStatus.ofThings, run: showMachine),
        Command(
            "machine add", [.mac], options: [.name, .profile, .address, .inUse],
            to: "make a machine known before it boots",
            example: "amorce machine add 52:54:00:77:00:11 --name api-1 --profile api", exits: ExitStatus.ofThings,
            run: addMachine),
        Command(
            "machine assign", [.machine, .profile], options: [.inUse],
            to: "have a machine's next network boot install a profile",
            example: "amorce machine assign api-1 api", exits: ExitStatus.ofThings, run: assignProfile),
        Command(
            "machine rename", [.machine, .newName], to: "give a machine another name",
            example: "amorce machine rename vm-525400770011 api-1", exits: ExitStatus.ofThings, run: renameMachine),
        Command(
            "machine set", [.machine, .assignment], to: "give a machine template variables of its own",
            example: "amorce machine set api-1 disk=/dev/vda api-workers=4", exits: ExitStatus.ofThings,
            run: setVariables),
        Command(
            "machine unset", [.machine, .variable], to: "take a machine's own variables away",
            example: "amorce machine unset api-1 disk", exits: ExitStatus.ofThings, run: unsetVariables),
        Command(
            "machine reinstall", [.machine], options: [.inUse],
            to: "have a machine's next network boot install its profile again",
            example: "amorce machine reinstall api-1", exits: ExitStatus.ofThings, run: reinstallMachine),
        Command(
            "machine log", [.machine], options: [.follow, .live],
            to: "print what a machine's installer said; -f follows it", example: "amorce machine log api-1 --follow",
            exits: ExitStatus.ofThings, run: printLog),
        Command(
            "machine wait", [.machine], options: [.goal, .timeout, .quiet],
            to: "wait until a machine is installed, or has got to another step",
            example: "amorce machine wait api-1 --for installed --timeout 45m", exits: ExitStatus.allCases,
            run: waitForMachine),
        Command(
            "machine disarm", [.machine],
            to: "take an installation back that has not begun: the machine boots its disk",
            example: "amorce machine disarm api-1", exits: ExitStatus.ofThings, run: disarmMachine),
        Command(
            "machine import", [.machineFile, .moreMachineFiles], options: [.dryRun, .strict, .arm],
            to: "take in machines of libvirt's XML, CSV or YAML; - is standard input",
            example: "amorce machine import /etc/libvirt/qemu --dry-run", run: importMachines),
        Command(
            "machine export", options: [.machineFormat], to: "print the machines that have names, for another program",
            example: "amorce machine export --format ansible", run: exportMachines),
        Command(
            "machine drift", options: [.noHeader],
            to: "show where the folder of the inventory and what was seen disagree", example: "amorce machine drift",
            run: showDrift),
        Command(
            "machine remove", [.machine], options: [.yes], to: "forget a machine",
            example: "amorce machine remove api-1", exits: ExitStatus.ofThings, run: removeMachine),

        Command(
            "mac generate", options: [.count], to: "print MAC addresses in 52:54:00 that no machine has",
            example: "amorce mac generate --count 3", run: generateAddresses),

        Command(
            "profile list", options: [.noHeader], to: "list what can be installed", example: "amorce profile list",
            run: listProfiles),
        Command(
            "profile preview", [.profile], options: [.forMachine, .file, .loader, .reveal],
            to: "print what a machine would be given",
            example: "amorce profile preview api --machine api-1 --file preseed", exits: ExitStatus.ofThings,
            run: previewProfile),
        Command(
            "profile lint", [.someProfile], options: [.lintMachine],
            to: "look over what profiles are rendered to, for what the installer would stumble over",
            example: "amorce profile lint api --machine api-1", exits: ExitStatus.ofThings, run: lintProfiles),

        Command(
            "image import", [.imageSource, .architecture], options: [.sha256, .unverified, .mirror, .keyring],
            to: "file a netboot image of Debian's installer", example: "amorce image import trixie amd64",
            exits: [.done, .failed, .wrongUsage], run: importImage),
        Command(
            "image list", options: [.noHeader], to: "list the netboot images, and who uses them",
            example: "amorce image list", exits: [.done, .failed, .wrongUsage], run: listImages),
        Command(
            "image verify", [.someRelease], to: "compare the files of images with what was imported",
            example: "amorce image verify trixie", exits: [.done, .failed, .wrongUsage, .notFound], run: verifyImages),
        Command(
            "image remove", [.release, .architecture], options: [.force], to: "take an image away",
            example: "amorce image remove bookworm amd64", exits: [.done, .failed, .wrongUsage, .notFound],
            run: removeImage),
        Command(
            "image default", [.release], to: "say which release installs where a profile names none",
            example: "amorce image default trixie", exits: [.done, .failed, .wrongUsage, .notFound], run: preferImage),

        Command(
            "lease list", options: [.noHeader], to: "list all leases", example: "amorce lease list",
            run: listLeases),
        Command(
            "lease show", [.lease], to: "show a lease, and the machine that has it",
            example: "amorce lease show 10.77.0.100", exits: ExitStatus.ofThings, run: showLease),
        Command(
            "lease release", [.leasedAddress], options: [.yes], to: "take an address back, so that others may have it",
            example: "amorce lease release 10.77.0.100", exits: ExitStatus.ofThings, run: releaseLease),
        Command(
            "lease export", options: [.format], to: "print all leases for another program",
            example: "amorce lease export --format csv", run: exportLeases),
        Command(
            "lease import", [.file, .moreFiles], options: [.dryRun],
            to: "take over the leases of ISC dhcpd, of dnsmasq, or of an export",
            example: "amorce lease import /var/lib/dhcp/dhcpd.leases --dry-run", run: importLeases),

        Command(
            "events", options: [.follow, .machine, .noHeader], to: "print what happened, the newest last",
            example: "amorce events --follow --machine api-1", exits: ExitStatus.ofThings, run: printEvents),

        Command(
            "bundle", [.machine], options: [.output],
            to: "pack what is known of a machine's boots for a bug report, without secrets",
            example: "amorce bundle api-1 --output api-1.tar.gz", exits: ExitStatus.ofThings, run: packBundle),

        Command(
            "explain", [.capture], options: [.machine, .everyOption, .interface, .ownAddress, .empty],
            to: "say what would be answered to the DHCP of a capture (tcpdump -w CAPTURE), and why",
            example: "amorce explain boot.pcap --machine api-1 --address 10.77.0.1",
            exits: [.done, .failed, .wrongUsage],
            run: explain),

        Command(
            "simulate",
            options: [.simulatedMAC, .firmware, .simulatedInterface, .typed, .installs, .isOff],
            to: "play a machine that boots against the running daemon, over the wire, and say what it gets and why",
            example: "amorce simulate --mac 52:54:00:00:00:99 --firmware uefi", exits: ExitStatus.ofThings,
            run: simulate),

        Command(
            "dns status", to: "show which names wait for a name server, and why", example: "amorce dns status",
            run: showNames),
        Command(
            "dns sync", options: [.dryRun],
            to: "compare the zones with what was written, write what is gone, take away what is stray",
            example: "amorce dns sync --dry-run", run: compareNames),

        Command(
            "balancer status", to: "show how machines stand in their load balancers", example: "amorce balancer status",
            run: showBalancers),
        Command(
            "hook status", to: "show which events wait for hooks and webhooks, and why", example: "amorce hook status",
            run: showDeliveries),

        Command(
            "version", to: "print the version", example: "amorce version", exits: [.done, .wrongUsage], run: version),
        Command(
            "help", [.command], to: "show how amorce, or a command, is used", example: "amorce help machine add",
            exits: [.done, .wrongUsage], run: help),
        Command(
            "completion", [.shell], to: "print a completion script for a shell: bash, zsh or fish",
            example: "amorce completion bash > /etc/bash_completion.d/amorce", exits: [.done, .wrongUsage],
            run: completion),
        Command(
            "manual", [.file], to: "print a page of the manual with what the program knows",
            example: "amorce manual packaging/amorce.1", exits: [.done, .failed, .wrongUsage], isHidden: true,
            run: manual),
        Command(
            "complete", [.someWords], to: "say what may come next on a command line",
            example: "amorce complete -- machine show ''", exits: [.done, .wrongUsage], isHidden: true, run: complete),
    ]
}
