import LinuxIO
import NetTypes

/// Many machines in one thread that boot as BIOS firmware and the installer do, all at once or within some seconds: the load of
/// Tests/Benchmarks/boot/run.
///
///     BootStormLoad SERVER RELAY MACHINES SECONDS LOADER KERNEL INITRD
///
/// Each asks for an address through the relay's, and what it is given must be an address of this host's, from which it goes on.
/// LOADER, KERNEL and INITRD are the sizes in bytes that the files must have. Prints a line of how many machines came to their
/// end, how many did not, and the seconds until the last; then for the whole boot and for each stage the times within which 50,
/// 95, 99 and 100 of a hundred machines were through, in ms, how often something was tried again, and how many failed.
@main
enum BootStormLoad {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let numbers = words.dropFirst(2).compactMap { Int($0) }
        guard numbers.count == 5, words.count == 7, let server = IPv4Address(words[0]),
            let relay = IPv4Address(words[1]),
            numbers.allSatisfy({ $0 >= 0 })
        else {
            try StandardOutput.write("usage: BootStormLoad SERVER RELAY MACHINES SECONDS LOADER KERNEL INITRD\n")
            return
        }
        raiseDescriptorLimit()
        let sizes = Storm.Sizes(loader: numbers[2], kernel: numbers[3], initrd: numbers[4])
        let storm = try Storm(server: server, relay: relay, machines: numbers[0], within: Double(numbers[1]), sizes)
        storm.run()
        try StandardOutput.write(storm.report)
    }
}
