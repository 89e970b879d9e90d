import Foundation

extension Lab {
    /// Gives the machine that is powered on next a disk with a small system on it, and the daemon a profile `stand-in` whose
    /// installer reports that it is done as soon as it has its preseed file.
    package func standIn() async throws {
        let machine = VirtualMachine.folder(in: self)
        try FileManager.default.createDirectory(at: machine, withIntermediateDirectories: true)
        try await run([Self.script("stand-in"), machine.appending(path: "disk").path])
        let content = folder.appending(path: "content")
        // Its own place is Tests/Lab/stand-in.
        let checkout = URL(filePath: Self.script("stand-in")).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try FileManager.default.createDirectory(at: content, withIntermediateDirectories: true)
        for part in ["pxe", "preseed", "postinstall"] {
            try FileManager.default.copyItem(at: checkout.appending(path: part), to: content.appending(path: part))
        }
        try Data(Self.standInPreseed.utf8).write(to: content.appending(path: "preseed/stand-in.cfg"))
        try Data("#!/bin/sh\n".utf8).write(to: content.appending(path: "postinstall/stand-in.sh"))
        try rewrite { $0.replacing(/content: .*/, with: "content: \(content.path)") }
    }

    private static let standInPreseed = #"""
        #_preseed_V1
        # description: a stand-in for a whole installation
        d-i preseed/early_command string \
            tell() { wget --no-proxy -q -T 10 -t 3 -O /dev/null "$@" || true; }; \
            tell --post-data= {{build.report}}/early; \
            tell {{build.url}}/postinstall.sh; \
            tell --post-data= {{build.report}}/installed; \
            echo b >/proc/sysrq-trigger

        """#
}
