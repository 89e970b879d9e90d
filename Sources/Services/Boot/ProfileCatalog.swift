import Inventory
import LinuxIO
import NetTypes
import Settings
import Templates

/// In bytes: no menu, preseed file or script comes near it.
private let longestTemplate: Int64 = 1 << 20

/// The profiles, as the content folder and the configuration have them. What an admin edits is served from the next boot
/// on: files are read again when they have changed.
package struct ProfileCatalog: Sendable {
    private let content: RootDirectory
    private let cache: ContentCache
    private let declared: [ProfileName: Profile]
    private let variables: [String: String]
    private let subnetVariables: [IPv4Prefix: [String: String]]
    private let machineVariables: [MACAddress: [String: String]]

    package init(_ configuration: Configuration) throws(SystemError) {
        content = try RootDirectory(configuration.content)
        cache = ContentCache(content)
        declared = configuration.profiles
        variables = configuration.variables
        subnetVariables = configuration.subnetVariables
        machineVariables = configuration.machineVariables
    }

    /// The name of every profile: `preseed/NAME.cfg` is there, or that of a profile that it extends.
    package func names() throws(CatalogError) -> [ProfileName] {
        try cache.value("names") { sources throws(CatalogError) in
            let files = try files(in: "preseed", &sources)
            let all = Set(files.compactMap { ProfilePage.preseed.profile(of: $0) } + declared.keys)
            return all.filter { (try? lineage(of: $0, among: files)) != nil }.sorted()
        }
    }

    /// A profile with all its variables but those of a subnet or a machine.
    package func profile(_ name: ProfileName) throws(CatalogError) -> Profile {
        try cache.value("profile \(name)") { sources throws(CatalogError) in
            let line = try lineage(of: name, &sources)
            var profile = declared[name] ?? Profile(name: name)
            for ancestor in line where profile.description.isEmpty {
                profile.description = declared[ancestor]?.description ?? ""
                if profile.description.isEmpty { profile.description = try describedInFile(ancestor, &sources) }
            }
            profile.release = release(of: name)
            profile.variables = try stack(line, nil, &sources).values
            return profile
        }
    }

    /// The variables of a machine: the shipped defaults, over them the configuration's for all, over them the subnet's,
    /// the profile's with those of extended ones below its own, and the machine's.
    package func variables(
        of name: ProfileName, in subnet: IPv4Prefix?, for machine: Machine
    ) throws(CatalogError) -> VariableStack {
        let place = subnet.map { "\($0)" } ?? ""
        // What the configuration says of a machine stands in the file for all to see.
        let own = (machine.variables ?? [:]).merging(machineVariables[machine.mac] ?? [:]) { $1 }
        var stack = try cache.value("variables \(name) \(place)") { sources throws(CatalogError) in
            try self.stack(try lineage(of: name, &sources), subnet, &sources)
        }
        stack.put(own, of: .machine(machine.mac))
        return stack
    }

    /// The names of all variables that a machine of a profile may have: those that anything sets.
    package func variableNames(of name: ProfileName) throws(CatalogError) -> Set<String> {
        let shared = try profile(name).variables.keys
        let own = Array(subnetVariables.values) + Array(machineVariables.values)
        return own.reduce(into: Set(shared)) { $0.formUnion($1.keys) }
    }

    private func stack(
        _ line: [ProfileName], _ subnet: IPv4Prefix?, _ sources: inout ContentSources
    ) throws(CatalogError) -> VariableStack {
        sources.note("preseed/variables.yaml")
        var stack = VariableStack()
        do {
            stack.put(
                try Variables.load(file: content.path + "/preseed/variables.yaml").values, of: .shipped)
        } catch {
            throw .unreadable("\(error)")
        }
        stack.put(variables, of: .configuration)
        if let subnet { stack.put(subnetVariables[subnet] ?? [:], of: .subnet(subnet)) }
        for name in line.reversed() { stack.put(declared[name]?.variables ?? [:], of: .profile(name)) }
        return stack
    }

    /// One of the content folder's files as a template, with the pieces of its folder in it. A mistake in it is
    /// no error of the catalog.
    func template(
        _ path: String, folder: String, isTraced: Bool = false
    ) throws(CatalogError) -> Result<Template, TemplateError> {
        try cache.value("\(isTraced ? "traced" : "template") \(path)") { sources throws(CatalogError) in
            let source = try self.source(path, &sources)
            let pieces = try pieces(of: folder, &sources)
            do throws(TemplateError) {
                return .success(try Template(source, partials: pieces, isTraced: isTraced))
            } catch {
                return .failure(error)
            }
        }
    }

    /// The file that a profile's page is made of: its own, or that of the nearest profile that it extends.
    func path(_ page: ProfilePage, of name: ProfileName) throws(CatalogError) -> String {
        try cache.value("path \(page) \(name)") { sources throws(CatalogError) in
            _ = try lineage(of: name, &sources)
            return try path(page, of: name, among: try files(in: page.folder, &sources))
        }
    }

    private func path(
        _ page: ProfilePage, of name: ProfileName, among files: [String]
    ) throws(CatalogError) -> String {
        let line = try line(of: name)
        guard let owner = line.first(where: { files.contains(page.file(of: $0)) }) else {
            throw .noFile("\(page.folder)/\(page.file(of: name))", folder: content.path)
        }
        return "\(page.folder)/\(page.file(of: owner))"
    }

    /// A profile that is there, and those that it extends; each has a file or is said something of.
    private func lineage(
        of name: ProfileName, _ sources: inout ContentSources
    ) throws(CatalogError) -> [ProfileName] {
        try lineage(of: name, among: try files(in: "preseed", &sources))
    }

    private func lineage(of name: ProfileName, among files: [String]) throws(CatalogError) -> [ProfileName] {
        let line = try line(of: name)
        for (place, ancestor) in line.enumerated() {
            guard !files.contains(ProfilePage.preseed.file(of: ancestor)), declared[ancestor]?.extends == nil else {
                continue
            }
            throw place == 0 ? .noProfile(name) : .noAncestor(ancestor, of: line[place - 1])
        }
        return line
    }

    private func line(of name: ProfileName) throws(CatalogError) -> [ProfileName] {
        do throws(LineageFault) { return try declared.lineage(of: name) } catch { throw .lineage(error) }
    }

    private func files(in folder: String, _ sources: inout ContentSources) throws(CatalogError) -> [String] {
        sources.note(folder)
        do {
            return try Directory.names(in: "\(content.path)/\(folder)")
        } catch {
            throw .unreadable("\(error)")
        }
    }

    /// The release whose installer a profile's machines boot; `nil` is the default image's.
    func release(of name: ProfileName?) -> Release? { releaseOrigin(of: name)?.release }

    /// The release, and which profile of the line names it.
    func releaseOrigin(of name: ProfileName?) -> (release: Release, profile: ProfileName)? {
        guard let name, let line = try? declared.lineage(of: name) else { return nil }
        return line.lazy.compactMap { ancestor in declared[ancestor]?.release.map { ($0, ancestor) } }.first
    }

    /// What stands behind `# description:` in the profile's preseed file.
    private func describedInFile(
        _ name: ProfileName, _ sources: inout ContentSources
    ) throws(CatalogError) -> String {
        guard try files(in: "preseed", &sources).contains(ProfilePage.preseed.file(of: name)) else { return "" }
        let mark = "# description:"
        let line = try source("preseed/\(name).cfg", &sources).text.split(separator: "\n")
            .first { $0.hasPrefix(mark) }
        return String(line?.dropFirst(mark.count).trimmed ?? "")
    }

    private func source(_ path: String, _ sources: inout ContentSources) throws(CatalogError) -> TemplateSource {
        sources.note(path)
        do {
            let file = try content.open(path)
            guard file.size <= longestTemplate else {
                throw CatalogError.unreadable("\(path) has \(file.size) bytes; \(longestTemplate) are the most")
            }
            let bytes = try file.read(at: 0, count: Int(clamping: file.size))
            return TemplateSource(name: path, text: String(decoding: bytes, as: UTF8.self))
        } catch let error as CatalogError {
            throw error
        } catch FileError.notFound {
            throw .noFile(path, folder: content.path)
        } catch {
            throw .unreadable("\(path): \(error)")
        }
    }

    /// The pieces that the templates of a folder share, by the name that `{{> NAME}}` calls.
    private func pieces(
        of folder: String, _ sources: inout ContentSources
    ) throws(CatalogError) -> [String: TemplateSource] {
        let path = "\(folder)/pieces"
        sources.note(path)
        var pieces: [String: TemplateSource] = [:]
        guard let files = try? Directory.names(in: "\(content.path)/\(path)") else { return [:] }
        for file in files {
            let name = file.split(separator: ".").first.map(String.init) ?? file
            pieces[name] = try source("\(path)/\(file)", &sources)
        }
        return pieces
    }
}

/// A page that is made of a file that each profile may have, or inherits.
package enum ProfilePage: String, Sendable {
    case preseed, postinstall

    var folder: String { rawValue }
    private var suffix: String {
        switch self {
        case .preseed: ".cfg"
        case .postinstall: ".sh"
        }
    }

    func file(of profile: ProfileName) -> String { "\(profile)\(suffix)" }
    func profile(of file: String) -> ProfileName? {
        file.hasSuffix(suffix) ? ProfileName(file.dropLast(suffix.count)) : nil
    }
}

/// Why a profile or one of its files cannot be had.
package enum CatalogError: Error, Hashable, Sendable {
    case noProfile(ProfileName)
    case noAncestor(ProfileName, of: ProfileName)
    case lineage(LineageFault)
    case noFile(String, folder: String)
    case unreadable(String)
}

extension CatalogError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noProfile(let name): "there is no profile \(name): preseed/\(name).cfg is not in the content folder"
        case .noAncestor(let ancestor, let name):
            "profile \(name) extends \(ancestor), and there is no preseed/\(ancestor).cfg in the content folder; "
                + "write it, or name another profile at profiles.\(name).extends"
        case .lineage(let fault): "\(fault); take extends: out of one of them"
        case .noFile(let path, let folder): "\(path) is not in the content folder \(folder)"
        case .unreadable(let why): why
        }
    }
}
