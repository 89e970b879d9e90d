import Foundation
import LabSupport
import Testing

@Suite("Images of the installer, served to others' clients", .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct ImageInteropTests {
    @Test("what is imported and removed beside a running daemon is served at once, over TFTP and HTTP")
    func served() async throws {
        try await Lab.with("images", environment: ["LAB_IMAGES": ""]) { lab in
            try await lab.addClient(address: "10.77.0.2/24")
            let daemon = try await lab.startDaemon()
            let urls = ["tftp://10.77.0.1/pxelinux.0", "http://10.77.0.1/boot/debian-installer/amd64/linux"]
            for url in urls { #expect(try await finish(lab.atClient("curl", "-sSf", url)).status != 0) }

            try await lab.importImage()
            let shipped = "/usr/lib/debian-installer/images/12/amd64/text"
            for (url, file) in zip(urls, ["debian-installer/amd64/pxelinux.0", "debian-installer/amd64/linux"]) {
                let received = lab.folder.appending(path: "received").path
                try await run(lab.atClient("curl", "-sSf", "--tftp-blksize", "1428", "-o", received, url))
                #expect(FileManager.default.contentsEqual(atPath: received, andPath: "\(shipped)/\(file)"))
            }
            try await run(
                lab.inside(Lab.built("amorce"), "image", "verify", "--config", lab.configuration.path))
            try await run(
                lab.inside(
                    Lab.built("amorce"), "image", "remove", "bookworm", "--force", "--config", lab.configuration.path))

            for url in urls { #expect(try await finish(lab.atClient("curl", "-sSf", url)).status != 0) }
            #expect(try await daemon.said("names=bookworm-amd64") == 1)
            await daemon.stop()
        }
    }

    @Test("Debian's package is verified by dpkg's sums, and its kernel is known")
    func package() async throws {
        try await Lab.with("image-package", environment: ["LAB_IMAGES": ""]) { lab in
            try await lab.importImage()

            let text = try await run(
                lab.inside(Lab.built("amorce"), "image", "list", "--json", "--config", lab.configuration.path))

            let images = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
            let image = try #require(images?.first)
            #expect(image["verification"] as? String == "package")
            #expect(image["release"] as? String == "bookworm")
            let abi = try #require((image["kernel"] as? [String: String])?["abi"])
            #expect(abi.hasPrefix("6.1.0-") && abi.hasSuffix("-amd64"))
            let links = try #require(image["links"] as? [String: String])
            #expect(links["pxelinux.0"] == "debian-installer/amd64/pxelinux.0")
        }
    }
}
