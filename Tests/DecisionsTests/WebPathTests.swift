import Decisions
import HTTPWire
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Paths of the web service")
struct WebPathTests {
    @Test(
        "a path is one of the routes, or nothing",
        arguments: [
            ("/boot/pxelinux.0", .boot("pxelinux.0"), [.get, .head]),
            ("/boot/install/api/linux", .boot("install/api/linux"), [.get, .head]),
            ("/boot.ipxe", .boot("boot.ipxe"), [.get, .head]),
            ("/autoexec.ipxe", .boot("autoexec.ipxe"), [.get, .head]),
            ("/debian-installer/amd64/grub/grub.cfg", .boot("debian-installer/amd64/grub/grub.cfg"), [.get, .head]),
            ("//boot//grubx64.efi", .boot("grubx64.efi"), [.get, .head]),
            ("/boot/../secret", .boot("../secret"), [.get, .head]), ("/boot/build/x", .boot("build/x"), [.get, .head]),
            ("/machine", .machine, [.get, .head]), ("/machine/x", .boot("machine/x"), [.get, .head]),
            ("/metrics", .metrics, [.get, .head]), ("/metrics/x", .boot("metrics/x"), [.get, .head]),
            ("/build/t0ken/api/preseed.cfg", .preseed(token: "t0ken", .sample("api")), [.get, .head]),
            ("/build/t0ken/api/postinstall.sh", .postInstall(token: "t0ken", .sample("api")), [.get, .head]),
            ("/build/t0ken/report/installed", .report(token: "t0ken", step: "installed"), [.post]),
            ("/build/t0ken/report/step-2", .report(token: "t0ken", step: "step-2"), [.post]),
        ] as [(String, WebPath, [HTTPMethod])])
    func routes(path: String, route: WebPath, methods: [HTTPMethod]) {
        #expect(WebPath(path) == route)
        #expect(WebPath(path)?.methods == methods)
    }

    @Test(
        "anything else is not found",
        arguments: [
            "", "/", "//", "/build", "/build/t", "/build/t/api", "/build/t/api/x",
            "/build/t/API/preseed.cfg", "/build/t/../preseed.cfg", "/build/t/api/preseed.cfg/x", "/build/t/report",
            "/build/t/report/", "/build/t/report/UPPER", "/build/t/report/a.b",
            "/build/t/report/" + String(repeating: "a", count: 33), "/build/t/report/a b",
            "/boot/" + String(repeating: "a", count: 507),
        ])
    func nothing(path: String) {
        #expect(WebPath(path) == nil)
    }
}

@Suite("Reports of an installation")
struct InstallReportTests {
    @Test(
        "a report moves the installation on, and may end it",
        arguments: [
            ("installed", .installed, .installed, .reportedInstalled, true),
            ("failed", .failed, .failed, .reportedFailed, true),
            ("log", .log, .progress, nil, false), ("partitioned", .step("partitioned"), .progress, nil, false),
        ] as [(String, InstallReport, Stage, InstallState.Change?, Bool)])
    func reports(name: String, report: InstallReport, stage: Stage, change: InstallState.Change?, isLast: Bool) {
        #expect(InstallReport(name) == report)
        #expect(report.stage == stage)
        #expect(report.change == change)
        #expect(report.closesBuild == isLast)
    }
}

@Suite("The installer's kernel command line")
struct KernelParametersTests {
    @Test("what is for the installer alone stands before the dashes, the consoles behind them")
    func order() {
        let parameters = KernelParameters(
            preseed: "http://10.77.0.1/p", consoles: ["tty0", "ttyS0,115200n8"], extra: " quiet  debug=1 ")

        #expect(
            parameters.text == "auto=true priority=critical url=http://10.77.0.1/p quiet debug=1 --- "
                + "console=tty0 console=ttyS0,115200n8")
        #expect(parameters.excess == nil)
    }

    @Test("where the installer sends what it logs is for the installer alone, and two parameters more")
    func syslog() {
        let parameters = KernelParameters(
            preseed: "u", consoles: ["tty0"], syslog: (IPv4Address(10, 77, 0, 1), 514), extra: "quiet")

        #expect(
            parameters.text
                == "auto=true priority=critical url=u log_host=10.77.0.1 log_port=514 quiet --- console=tty0")
    }

    @Test(
        "the kernel takes 31 parameters and 2048 bytes, the loaders' own among them",
        arguments: [(24, 1, true), (25, 1, false), (1, 1882, true), (1, 1883, false)])
    func excess(words: Int, length: Int, fits: Bool) {
        let extra = Array(repeating: String(repeating: "a", count: length), count: words).joined(separator: " ")

        #expect((KernelParameters(preseed: "u", consoles: [], extra: extra).excess == nil) == fits)
    }
}
