import CLI
import Testing

@Suite("amorce machine drift")
struct DriftTests {
    @Test("lists where the folder and the store disagree")
    func table() {
        let daemon = FakeDaemon(
            json: #"""
                {"folder":"/srv/qemu","files":2,"machines":3,"read":"2026-11-21T09:15:03.250Z","drift":[
                  {"kind":"never-booted","mac":"52:54:00:77:00:11","name":"api-1","place":"/srv/qemu/api-1.xml:2"},
                  {"kind":"differs","mac":"52:54:00:77:00:12","name":"web-1","place":"/srv/qemu/ui-1.xml:2",
                   "detail":"name=ui-1 there, web-1 here"},
                  {"kind":"in-no-file","mac":"52:54:00:77:00:13"}]}
                """#)

        let outcome = amorce("machine drift", with: daemon)

        #expect(daemon.requests.map(\.path) == ["/api/v1/inventory"] && outcome.status == .done)
        #expect(
            outcome.output == """
                NAME   MAC                DRIFT                        WHERE
                api-1  52:54:00:77:00:11  never booted                 /srv/qemu/api-1.xml:2
                web-1  52:54:00:77:00:12  name=ui-1 there, web-1 here  /srv/qemu/ui-1.xml:2
                -      52:54:00:77:00:13  booted, and in no file       -
                /srv/qemu: 3 machines in 2 files, read at 2026-11-21 09:15:03; 3 drift

                """)
    }

    @Test("says so where there is none, and where no folder is followed")
    func none() {
        let still = FakeDaemon(json: #"{"folder":"/srv/qemu","files":0,"machines":0,"drift":[]}"#)
        let nothing = FakeDaemon(json: #"{"files":0,"machines":0,"drift":[]}"#)

        #expect(
            amorce("machine drift", with: still).output
                == "/srv/qemu: 0 machines in 0 files, not read yet; no drift\n")
        #expect(amorce("machine drift", with: nothing).output.hasPrefix("no folder is followed; write inventory:"))
    }
}
