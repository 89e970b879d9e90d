import Foundation
import Inventory
import Services
import Settings
import TestSupport
import Testing

@Suite("Profiles, looked over")
struct ProfileLintTests {
    @Test("the shipped ones have no fault, as they are and with all that changes them")
    func shipped() throws {
        for more in ["", ShippedPagesTests.changes] {
            let bench = try WebBench(content: checkout, secrets: [:], more: more)

            let report = try ProfileLint.report(bench.configuration)

            #expect(report.findings.map(\.description) == [])
            #expect(report.profiles.map(\.text) == ["api", "base", "hypervisor", "node-image", "ui"])
        }
    }

    @Test("a finding names the template's file and line, in a piece too, once for all profiles")
    func places() throws {
        let bench = try WebBench(secrets: [:])
        let piece = "# a piece\n{{#disk}}\nd-i partman/confrim boolean true\n{{/disk}}\n"
        try bench.folder.write(piece, to: "content/preseed/pieces/part.cfg")
        try bench.folder.write("partman/confirm boolean d-i partman-base\n", to: "content/preseed/questions/list")
        for profile in ["api", "ui", "broken"] {
            try bench.folder.write(
                "#_preseed_V1\n\n{{> part}}\nd-i preseed/late_command string if; true\n{{#nowhere}}\nx\n{{/nowhere}}\n",
                to: "content/preseed/\(profile).cfg")
            try bench.folder.write("#!/bin/sh\n\nif true; then\n", to: "content/postinstall/\(profile).sh")
        }

        let report = try ProfileLint.report(bench.configuration, profile: ProfileName("api"))

        let told = report.findings.map(\.description)
        #expect(
            told.contains(
                "preseed/pieces/part.cfg:3: error: no question is called partman/confrim; did you mean partman/confirm?"
            ),
            "\(told)")
        #expect(told.contains { $0.hasPrefix("preseed/api.cfg:4: error: preseed/late_command: ") })
        #expect(told.contains { $0.hasPrefix("postinstall/api.sh:") && $0.contains(": error: ") })
        let all = try ProfileLint.report(bench.configuration).findings.filter { $0.file.hasSuffix("part.cfg") }
        #expect(all.count == 1)
        #expect(throws: (any Error).self) {
            try ProfileLint.report(bench.configuration, profile: ProfileName("nobody"))
        }
    }

    @Test("a template that cannot be written is a finding with its place")
    func undefined() throws {
        let bench = try WebBench(secrets: [:])

        let report = try ProfileLint.report(bench.configuration, profile: ProfileName("broken"))

        #expect(report.findings.filter { $0.file == "preseed/broken.cfg" }.count == 3)
        #expect(report.findings.contains { $0.text.contains("postinstall/broken.sh is not in the content folder") })
        #expect(
            report.findings.contains {
                $0.description.hasPrefix("preseed/broken.cfg:1: error: {{nowhere}} is not defined")
            })
    }

    @Test("an imported image's own templates go before the lists, and what its initrd lacks is looked up there")
    func image() throws {
        let bench = try WebBench(secrets: [:])
        let made = try MadeUpImage()
        let archive = MadeUpArchive.bytes([
            (name: "bin/x", text: "Template: not/one\nType: string\n"),
            (
                name: "./var/lib/dpkg/info/partman-base.templates",
                text: "Template: partman/confirm\nType: boolean\n\nTemplate: partman/wish\nType: string\n"
            ),
        ])
        try made.write(Data(archive), to: "debian-installer/amd64/initrd")
        let gzip = try Process.run(
            URL(fileURLWithPath: "/usr/bin/gzip"),
            arguments: ["--force", made.path + "/debian-installer/amd64/initrd"])
        gzip.waitUntilExit()
        _ = try bench.importImage(made)
        try bench.folder.write(
            "partman/confirm string other list\nmirror/country string d-i list\n", to: "content/preseed/questions/list")
        try bench.folder.write(
            "#_preseed_V1\nd-i partman/confirm boolean true\nd-i partman/wihs string x\nd-i mirror/cuontry string x\n"
                + "d-i not/oen string x\n", to: "content/preseed/api.cfg")

        let report = try ProfileLint.report(bench.configuration, profile: ProfileName("api"))

        let told = report.findings.filter { $0.file == "preseed/api.cfg" && $0.line > 1 }.map {
            "\($0.line) \($0.text)"
        }
        #expect(
            told == [
                "3 no question is called partman/wihs; did you mean partman/wish?",
                "4 no question is called mirror/cuontry; did you mean mirror/country?",
            ])
        #expect(!report.remarks.contains { $0.contains("lists alone") })
    }
}
