import HTTPWire
import Inventory
import NetTypes
import Services
import Synchronization
import Testing

@Suite("The boot tree over HTTP")
struct BootContentTests {
    @Test("has files, in whole and in part")
    func files() throws {
        let bench = try WebBench()

        let whole = bench.get("/boot/debian-installer/amd64/linux")
        let part = bench.get("/boot/debian-installer/amd64/linux", headers: ["Range": "bytes=2-"])
        let unchanged = bench.get(
            "/boot/debian-installer/amd64/linux", headers: ["If-None-Match": whole.headers["ETag"] ?? ""])

        #expect((whole.status, whole.text) == (200, "kernel"))
        #expect((part.status, part.text) == (206, "rnel"))
        #expect((unchanged.status, unchanged.text) == (304, ""))
        #expect(bench.get("/boot/empty").status == 200)
    }

    @Test(
        "has no others, and says so",
        arguments: [
            ("/boot/none", 404), ("/boot/../amorce.yaml", 403), ("/boot/debian-installer", 403), ("/boot/a\0b", 404),
            ("/nothing", 404),
        ])
    func others(path: String, status: Int) throws {
        let bench = try WebBench()

        let answer = bench.get(path)

        #expect(answer.status == status)
        #expect(!answer.text.isEmpty)
    }

    @Test("refuses a range that is not there with a text, and a changed file with another")
    func refusals() throws {
        let bench = try WebBench()

        let range = bench.get("/boot/debian-installer/amd64/linux", headers: ["Range": "bytes=6-"])
        let state = bench.get("/boot/debian-installer/amd64/linux", headers: ["If-Match": "\"old\""])

        #expect(range.status == 416)
        #expect(range.text == "debian-installer/amd64/linux has 6 bytes\n")
        #expect(range.headers["Content-Type"] == "text/plain; charset=utf-8")
        #expect(state.status == 412)
        #expect(state.text.contains("fetch it from its start"))
    }

    @Test("has files whose name is asked for in another case, or without its folder")
    func forgiving() throws {
        let bench = try WebBench()

        #expect(bench.get("/boot/DEBIAN-INSTALLER/AMD64/LINUX").text == "kernel")
        #expect(bench.get("/boot/EMPTY").status == 200)
        #expect(bench.get("/boot/NONE").status == 404)
    }

    @Test("tells on the timeline what a machine did not get, unless it can do without")
    func undelivered() throws {
        let bench = try WebBench()
        try bench.add()

        bench.content.undelivered("a/font.pf2", because: "no file a/font.pf2", isMissing: true, to: .first)
        bench.content.undelivered("BOOTX64.EFI", because: "no file BOOTX64.EFI", isMissing: true, to: .first)
        bench.content.undelivered("secret", because: "it leads out", isMissing: false, to: .first)
        bench.content.undelivered("secret", because: "it leads out", isMissing: false, to: .second)

        #expect(try bench.details(.failed) == ["no file BOOTX64.EFI", "it leads out"])
    }

    @Test("has each loader's menu for the machine that leases the address, and for nobody else")
    func menus() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        try bench.add(.second, at: .second)

        for (path, menu) in [
            ("/boot/pxelinux.cfg/01-52-54-00-77-00-11", "pxelinux.cfg"), ("/boot.ipxe", "boot.ipxe"),
            ("/boot/debian-installer/amd64/grub/grub.cfg", "grub.cfg"),
            ("/debian-installer/amd64/grub/grub.cfg", "grub.cfg"),
        ] {
            let own = bench.get(path)
            #expect(own.text.hasPrefix("\(menu) api-1 api:auto=true"))
            #expect(own.text.contains("url=http://10.77.0.1/build/\(bench.build()?.token ?? "?")/api/preseed.cfg"))
            #expect(bench.get(path, from: .stranger).status == 403)
        }
        #expect(bench.get("/boot.ipxe", from: .second).text.hasPrefix("boot.ipxe vm-525400770012 api:"))
        #expect(bench.build(.second)?.token != bench.build()?.token)
    }

    @Test("gives one build to all menus of a boot")
    func oneBuild() throws {
        let bench = try WebBench()
        try bench.add()

        #expect(bench.token() == bench.token())
    }

    @Test("opens the builds of all menus that are asked for together in one transaction, and of nothing else")
    func prepared() throws {
        let bench = try WebBench()
        try bench.add()
        try bench.add(.second, at: .second)
        let commits = Atomic(0)
        bench.store.observeCommits { _ in commits.add(1, ordering: .relaxed) }

        bench.content.prepare([("pxelinux.0", .first), ("pxelinux.0", .second)])
        let before = bench.build()
        bench.content.prepare([
            ("pxelinux.cfg/default", .first), ("boot.ipxe", .second), ("boot.ipxe", .stranger),
        ])
        let tokens = [bench.build()?.token, bench.build(.second)?.token]

        #expect(before == nil)
        #expect(commits.load(ordering: .relaxed) == 1)
        #expect(tokens == [bench.token(), bench.token(.second, at: .second)])
    }

    @Test("opens no build for a machine that boots its disk")
    func unprepared() throws {
        let bench = try WebBench()
        try bench.add(profile: "api", state: .installed)
        try bench.add(.second, at: .second, state: .running)

        bench.content.prepare([("boot.ipxe", .first), ("boot.ipxe", .second)])

        #expect(bench.build() == nil)
        #expect(bench.build(.second) == nil)
    }

    @Test("has the image's files under the name of the profile, and notes which was chosen")
    func chosen() throws {
        let bench = try WebBench()
        try bench.add()

        let kernel = bench.get("/boot/install/ui/linux")
        let initrd = bench.get("/install/ui/initrd.gz")

        #expect((kernel.text, initrd.text) == ("kernel", "initrd"))
        #expect(try bench.details(.chosen) == ["profile=ui"])
        #expect(try bench.details(.kernel) == ["file=install/ui/linux bytes=6 by=http"])
    }

    @Test("is noted when all of it was sent, with its speed, and not where the machine went away")
    func sent() throws {
        let bench = try WebBench()
        try bench.add()

        _ = bench.get("/install/ui/linux", isWhole: false)
        _ = bench.get("/install/ui/initrd.gz", in: .seconds(2))
        _ = bench.get("/install/ui/initrd.gz", headers: ["Range": "bytes=3-"], in: .seconds(2))

        #expect(try bench.details(.kernel) == [])
        #expect(
            try bench.details(.initrd) == [
                "file=install/ui/initrd.gz bytes=6 by=http seconds=2.0 rate=0.0MB/s",
                "file=install/ui/initrd.gz bytes=6 by=http",
            ])
    }

    @Test("has shim's second stage wherever it looks for it")
    func secondStage() throws {
        let bench = try WebBench()

        #expect(bench.get("/boot//grubx64.efi").text == "second stage")
    }
}
