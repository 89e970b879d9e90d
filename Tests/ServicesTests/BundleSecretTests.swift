import CLI
import Foundation
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Services
import Settings
import Testing

@Suite("A bundle for a bug report")
struct BundleSecretTests {
    @Test("has every file, and neither a secret nor a token in the archive")
    func secrets() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        let token = bench.token()
        _ = bench.get("/build/\(token)/api/preseed.cfg")
        var desk = SyslogDesk(
            InstallLogs(data: bench.configuration.data), hearings: bench.current.value.hearings, store: bench.store,
            counters: Counters(), log: Log { _ in })
        desk.hear(
            Array("<13>a: /build/\(token)/x \(WebBench.secret)".utf8).span, from: .first, bench.provisioning,
            at: Clock.now())
        _ = bench.report("log", "whole log \(WebBench.secret) \(token)\n", token: token)
        _ = bench.report("failed", "it said \(WebBench.secret)", token: token)
        let path = bench.folder.path + "/b.tar.gz"

        var output = ""
        let status = CLI.run(["bundle", "api-1", "--output", path], in: surroundings(bench) { output += $0 })

        #expect(status == .done)
        #expect(output.hasPrefix("\(path): "))
        let names = try unpacked(path, "--list").split(separator: "\n").map(String.init)
        for name in [
            "README.txt", "machine.txt", "machine.json", "installer.log", "installer-live.log", "menu.grub.txt",
            "preseed.cfg", "postinstall.sh", "status.json", "names.txt", "images.txt", "configuration.txt",
        ] {
            #expect(names.contains("amorce-api-1/\(name)"))
        }
        let text = try unpacked(path, "--extract", "--to-stdout")
        #expect(text.contains("whole log (secret root) \(token.prefix(6))…"))
        #expect(text.contains("VERDICT failed after log"))
        #expect(!text.contains(WebBench.secret))
        #expect(!text.contains(token))
    }

    private func unpacked(_ path: String, _ words: String...) throws -> String {
        let outcome = try Programs.run([["tar"] + words + ["--gzip", "--file", path]])
        let isDone = outcome.isDone
        #expect(isDone, "\(words)")
        return String(
            decoding: try outcome.output.read(at: 0, count: Int(outcome.output.size)), as: UTF8.self)
    }

    private func surroundings(_ bench: WebBench, _ write: @escaping (String) -> Void) -> Surroundings {
        Surroundings(
            environment: ["AMORCE_CONFIG": bench.configuration.file], version: "1.2.3",
            write: { text throws(Failure) in write(text) }, writeError: { _ in },
            connect: { _ in ControlTransport(bench: bench) }, now: Clock.now, offset: { _ in .seconds(0) },
            pause: { _ in }, read: { path, _ throws(Failure) in throw .input(path) },
            load: { file throws(Failure) in
                do throws(SettingsErrors) {
                    return try Configuration.load(file: file)
                } catch {
                    throw .configuration(error.mistakes.map(\.description))
                }
            }, serve: { _ in }, inspect: { _ in [] }, interfaceAddress: { _ in nil },
            explainer: { _, _, _, _ in { _ in throw NoAnswer("nobody explains") } },
            pack: { folder, files, path throws(Failure) in try BundleArchive.write(files, in: folder, to: path) })
    }
}

/// The control API of a bench, without a socket between.
private struct ControlTransport: Transport {
    let bench: WebBench

    func send(_ request: HTTPRequest, timeout: Interval) throws(NoAnswer) -> HTTPResponse {
        bench.control.respond(to: request)
    }
}
