import Foundation
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Services
import Store
import Testing

@Suite("An installation over HTTP")
struct InstallTests {
    @Test("goes from the prompt to the end, and each step moves the machine on")
    func whole() throws {
        let bench = try WebBench()
        try bench.add()
        let token = bench.token()

        let preseed = bench.get("/build/\(token)/ui/preseed.cfg")
        #expect(preseed.status == 200)
        #expect(preseed.text == "ui \(WebBench.secret) http://10.77.0.1/build/\(token)/ui auto\n")
        #expect(preseed.headers["Content-Type"] == "text/plain; charset=utf-8")
        #expect(bench.state() == .installing)
        #expect(bench.machine()?.profile == ProfileName("ui"))

        #expect(bench.report("early", token: token).status == 200)
        #expect(bench.state() == .installing)

        #expect(bench.get("/build/\(token)/ui/postinstall.sh").text.hasPrefix("#!/bin/sh\n# \(WebBench.secret)"))
        #expect(bench.state() == .finishing)

        #expect(bench.report("installed", "all is well\n", token: token).text == "noted\n")
        #expect(bench.state() == .installed)
        #expect(bench.build() == nil)
        #expect(
            try bench.events().map(\.stage) == [.menu, .preseed, .progress, .postInstall, .installed])
        #expect(try bench.details(.progress) == ["step=early"])
        #expect(try bench.details(.installed) == ["step=installed says=\"all is well\""])
    }

    @Test("a machine is told who it is, at the address that it leases, and nobody else is")
    func identity() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", state: .installed)
        try bench.add(.second, at: .second)

        #expect(
            bench.get("/machine").text == "name=api-1\nfqdn=api-1.lab.example.org\ndomain=lab.example.org\n")
        #expect(bench.get("/machine", from: .second).text.hasPrefix("name=vm-525400770012\n"))
        let refusal = bench.get("/machine", from: .stranger)
        #expect(refusal.status == 403)
        #expect(refusal.text.contains("no machine is known to have 10.77.0.199"))
    }

    @Test("at the prompt is armed by the rule, once: named by a person or installed, it boots its disk")
    func rule() throws {
        let bench = try WebBench()
        try bench.add()
        try bench.add(.second, name: "db-1", at: .second, origin: .admin)
        let token = bench.token()

        #expect(bench.token(.second, at: .second) == "none")
        #expect(bench.get("/boot/pxelinux.cfg/default", from: .second).text.hasSuffix(" local\n"))
        #expect(bench.get("/boot/install/ui/linux", from: .second).status == 403)
        #expect(
            try bench.details(.localBoot) == [
                "reason=\"no profile is assigned: amorce machine assign db-1 PROFILE installs it\""
            ])
        #expect(bench.state() == .localBoot)
        #expect(bench.get("/build/\(token)/ui/preseed.cfg").status == 200)
        let arm = try #require(bench.machine()?.arm)
        #expect(arm.by == .rule && arm.used != nil)
        _ = bench.report("installed", token: token)
        #expect(bench.get("/boot/pxelinux.cfg/default").text.hasSuffix(" local\n"))
    }

    @Test("is not begun under an arm that has expired, whatever its token opened; it is taken back, and told")
    func expired() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        let token = bench.token()
        try bench.store.transaction { transaction in
            guard var machine = transaction.image.machines[.first] else { return }
            machine.arm?.until = Clock.now() + .seconds(-1)
            try transaction.save(machine)
        }

        let preseed = bench.get("/build/\(token)/api/preseed.cfg")
        #expect(preseed.status == 409)
        #expect(preseed.text.contains("its arm expired: amorce machine reinstall api-1 arms it again"))
        #expect(bench.get("/boot/install/api/linux").status == 403)
        #expect(bench.get("/boot/grub/grub.cfg").text.hasSuffix(" local\n"))

        let keeper = ArmKeeper(bench.store, log: Log { _ in })
        for _ in 0..<2 { keeper.takeBack(at: Clock.now()) }
        #expect(bench.state() == .localBoot)
        #expect(bench.build() == nil)
        #expect(try bench.details(.disarmed).count == 1)
    }

    @Test("may fetch its preseed file again, of the same profile only")
    func again() throws {
        let bench = try WebBench()
        try bench.add()
        let token = bench.token()

        _ = bench.get("/build/\(token)/ui/preseed.cfg")

        #expect(bench.get("/build/\(token)/ui/preseed.cfg").status == 200)
        let other = bench.get("/build/\(token)/api/preseed.cfg")
        #expect(other.status == 409)
        #expect(
            other.text == "profile api was asked for, and ui is being installed; amorce machine assign changes it\n")
    }

    @Test("HEAD has the length, and begins nothing")
    func head() throws {
        let bench = try WebBench()
        try bench.add(profile: "api", state: .armed)
        let token = bench.token()
        let before = try bench.events()

        for path in ["/build/\(token)/api/preseed.cfg", "/boot/pxelinux.cfg/default", "/boot/install/api/linux"] {
            #expect(bench.head(path).status == 200)
        }

        #expect(bench.state() == .armed)
        #expect(bench.build()?.token == token)
        #expect(try bench.events() == before)
    }

    @Test("is for nobody else: the address, the token, the profile and the state decide, and say what to do")
    func refusals() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        try bench.add(.second, name: "api-2", profile: "api", at: .second, state: .armed)
        let token = bench.token()

        for (answer, status, words) in [
            (bench.get("/build/\(token)/api/preseed.cfg", from: .second), 403, "api-1's, and 10.77.0.101 is not"),
            (bench.get("/build/\(token)/api/preseed.cfg", from: .stranger), 403, "boot api-1 over the network again"),
            (bench.report("installed", token: token, from: .second), 403, "api-1's"),
            (bench.get("/build/0123456789abcdef/api/preseed.cfg"), 404, "boot the machine again"),
            (bench.get("/build/\(token)/ui/preseed.cfg"), 409, "amorce machine assign"),
            (bench.get("/build/\(token)/api/postinstall.sh"), 409, "the machine is armed"),
            (bench.get("/build/\(token)/api/passwd"), 404, "nothing is at"),
            (bench.get("/build/\(token)/report/installed"), 405, "takes POST"),
        ] {
            #expect(answer.status == status)
            #expect(answer.text.contains(words))
            #expect(!answer.text.contains(WebBench.secret))
        }
        #expect(bench.state() == .armed)
        #expect(bench.build()?.token == token)
    }

    @Test("a refusal stands in the log and on the timeline of the machine that the token is for, once a minute")
    func told() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        try bench.add(.second, name: "api-2", profile: "api", at: .second, state: .armed)
        let token = bench.token()

        for _ in 0..<3 { _ = bench.get("/build/\(token)/api/preseed.cfg", from: .stranger) }
        _ = bench.get("/build/\(token)/ui/preseed.cfg")
        _ = bench.get("/build/0123456789abcdef/api/preseed.cfg", from: .second)
        _ = bench.get("/build/0123456789abcdef/api/preseed.cfg", from: .stranger)

        let failures = try bench.events().filter { $0.stage == .failed }
        #expect(failures.map(\.mac) == [.first, .first, .second])
        for (failure, words) in zip(
            failures, ["10.77.0.199 is not the address", "ui was asked for", "no installation"])
        {
            #expect(failure.detail.contains(words))
        }
        let lines = bench.log.split(separator: "\n").filter { $0.contains("install=refused") }
        #expect(lines.count == 6)
        #expect(lines[0].contains("machine=api-1 install=refused peer=10.77.0.199 reason=\"this token is api-1's"))
        #expect(lines[5].contains("install=refused peer=10.77.0.199 reason=\"no installation has this token"))
    }

    @Test("a page that is fetched again at once stands on the timeline once, and is logged each time")
    func repeated() throws {
        let bench = try WebBench()
        try bench.add(profile: "api", state: .armed)
        let token = bench.token()
        let last = bench.store.lastEvent

        for _ in 0..<100 { #expect(bench.get("/build/\(token)/api/preseed.cfg").status == 200) }

        #expect(try bench.events().count { $0.stage == .preseed } < 100)
        #expect(try bench.events().first { $0.id > last }?.stage == .preseed)
        #expect(bench.log.split(separator: "\n").count { $0.contains("api/preseed.cfg status=200") } == 100)
    }

    @Test("a token stands nowhere but in its own pages, however it is asked with")
    func planted() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        let token = bench.token()
        var texts: [String] = []

        for path in [
            "/build/\(token)/api/passwd", "/build/\(token)", "/BUILD/\(token)/api/preseed.cfg", "/\(token)",
            "/boot/build/\(token)/linux", "/boot//\(token)/grub/grub.cfg", "/build/\(token)/report/installed",
            "/boot/../build/\(token)/../../../etc/passwd", "/build/\(token)/ui/preseed.cfg",
            "/boot/\(token)/pxelinux.0", "/metrics/\(token)", "/build/x/\(token)/" + String(repeating: "a", count: 600),
        ] {
            let answer = bench.get(path)
            // The menu is the machine's own page.
            if answer.status != 200 { texts.append(answer.text) }
        }

        #expect(texts.count == 11)
        for text in try texts + bench.events().map(\.detail) + [bench.log] { #expect(!text.contains(token)) }
    }

    @Test("that has ended gives nothing more, and still hears, without a change")
    func late() throws {
        let bench = try WebBench()
        try bench.add(profile: "api", state: .armed)
        let token = bench.token()
        _ = bench.get("/build/\(token)/api/preseed.cfg")
        _ = bench.report("failed", "E: no disk", token: token)

        let preseed = bench.get("/build/\(token)/api/preseed.cfg")
        let report = bench.report("installed", token: token)

        #expect(preseed.status == 410)
        #expect(preseed.text.contains("amorce machine reinstall"))
        #expect(report.status == 200)
        #expect(bench.state() == .failed)
        #expect(
            try bench.details(.failed) == [
                "step=failed says=\"E: no disk\"",
                "this installation has ended; amorce machine reinstall starts a new one",
            ])
    }

    @Test("keeps the installer's log, and the words of a report stand in one line")
    func log() throws {
        let bench = try WebBench()
        try bench.add(profile: "api", state: .armed)
        let token = bench.token()
        _ = bench.get("/build/\(token)/api/preseed.cfg")

        _ = bench.report("log", "line 1\nline 2\n", token: token)
        _ = bench.report("step", "first\nsays \"no\"\u{1b}[2J\r\n\n", token: token)

        let details = try bench.details(.progress)
        let file = try #require(details.first?.split(separator: "file=").last.map(String.init))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "line 1\nline 2\n")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(details.last == "step=step says=\"says 'no''[2J\"")
    }

    @Test("that is broken off is not begun again by itself: the next boot is from disk")
    func rebooted() throws {
        let bench = try WebBench()
        try bench.add(profile: "api", state: .armed)
        _ = bench.get("/build/\(bench.token())/api/preseed.cfg")

        let menu = bench.get("/boot/pxelinux.cfg/default")
        let kernel = bench.get("/boot/install/api/linux")

        #expect(menu.text.hasSuffix(" local\n"))
        #expect(kernel.status == 403)
        #expect(try bench.details(.localBoot).count == 1)
    }

    @Test("a disk that does not boot is told of when the machine was sent to it five times in a row")
    func idleDisk() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .running)

        for count in 4...5 {
            try bench.store.transaction { transaction in
                guard var machine = transaction.image.machines[.first] else { return }
                machine.boots = NetworkBoots(latest: Clock.now(), program: .firmware, fromDisk: count)
                try transaction.save(machine)
            }
            _ = bench.get("/boot/pxelinux.cfg/default")
        }

        let told = try bench.details(.failed)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("its disk does not boot: it was told to boot it 5 times in a row") == true)
        #expect(bench.state() == .running)
    }

    @Test("asked for anew closes the old token, also while the old one is being answered")
    func reinstall() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        let old = bench.token()
        _ = bench.get("/build/\(old)/api/preseed.cfg")

        #expect(bench.call(.post, "/machines/api-1/reinstall", query: ["while-running": "yes"]).status == 200)
        let new = bench.token()

        #expect(new != old)
        #expect(bench.get("/build/\(old)/api/preseed.cfg").status == 410)
        #expect(bench.report("installed", token: old).status == 200)
        #expect(bench.state() == .armed)
        #expect(bench.get("/build/\(new)/api/preseed.cfg").status == 200)
    }

    @Test("tells no secret but in its own pages, and no whole token")
    func secrets() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        try bench.add(.second, name: "broken-1", profile: "broken", at: .second, state: .armed)
        let (token, broken) = (bench.token(), bench.token(.second, at: .second))
        var texts: [String] = []

        _ = bench.get("/build/\(token)/api/preseed.cfg")
        _ = bench.get("//build//\(token)/api/postinstall.sh")
        let failure = bench.get("/build/\(broken)/broken/preseed.cfg", from: .second)
        texts.append(failure.text)
        texts.append(bench.get("/build/\(token)/api/preseed.cfg", from: .second).text)
        texts.append(bench.report("failed", "mysql -p\(WebBench.secret) failed", token: token).text)
        for file in ["preseed", "postinstall", "menu"] {
            for profile in WebBench.profiles {
                let query = ["machine": "api-1", "file": file]
                texts.append(bench.call(.get, "/profiles/\(profile)/preview", query: query).text)
            }
        }
        for path in ["/status", "/machines", "/machines/api-1", "/profiles", "/leases", "/events"] {
            texts.append(bench.call(.get, path).text)
        }

        #expect(failure.status == 500)
        #expect(failure.text.contains("preseed/broken.cfg:1: {{nowhere}} is not defined"))
        #expect(try bench.details(.failed).contains("step=failed says=\"mysql -p(secret root) failed\""))
        let events = try bench.events().map(\.detail)
        for text in texts + events + [bench.log] {
            #expect(!text.contains(WebBench.secret))
            #expect(!text.contains(token))
            #expect(!text.contains(broken))
        }
        #expect(bench.log.contains("/build/\(token.prefix(6))…/api/preseed.cfg"))
    }
}
