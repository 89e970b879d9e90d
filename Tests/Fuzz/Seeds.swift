import Foundation

/// Writes each UDP payload of the captures into a folder, as what the fuzzer begins with: `seeds FOLDER CAPTURE…`.
@main
enum Seeds {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let folder = arguments.first.map({ URL(filePath: $0) }) else { return }
        for (place, path) in arguments.dropFirst().enumerated() {
            for (number, datagram) in try PcapFile(Array(Data(contentsOf: URL(filePath: path)))).datagrams.enumerated()
            {
                var bytes = datagram.payload
                // A read request goes on as its transfer: a size, an acknowledgement, a timeout.
                if !datagram.isDHCP { bytes += [0xfe, 9, 4, 0, 4, 0, 0, 4, 0, 4, 0, 1, 0] }
                let name = "\(datagram.isDHCP ? "dhcp" : "tftp")-\(place)-\(number)"
                try Data(bytes).write(to: folder.appending(path: name))
            }
        }
    }
}
