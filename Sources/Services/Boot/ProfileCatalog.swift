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

    package init(_ configuration: Configuration) throws(SystemError) {
        content = try RootDirectory(configuration.content)
        cache = ContentCache(content)
        declared = configuration.profiles
        variables = configuration.variables
    }

    /// The name of every profile: `preseed/NAME.cfg` is there.
    package func names() throws(CatalogError) -> [ProfileName] {
        try cache.value("names") { sources throws(CatalogError) in try names(&sources) }
    }

    /// A profile with all its variables: the shipped defaults, over them the configuration's for all profiles, over
    /// them its own.
    package func profile(_ name: ProfileName) throws(CatalogError) -> Profile {
        try cache.value("profile \(name)") { sources throws(CatalogError) in
            guard try names(&sources).contains(name) else { throw .noProfile(name) }
            sources.note("preseed/variables.yaml")
            let defaults: Variables
            do {
                defaults = try Variables.load(file: content.path + "/preseed/variables.yaml")
            } catch {
                throw .unreadable("\(error)")
            }
            var profile = declared[name] ?? Profile(name: name)
            if profile.description.isEmpty { profile.description = try describedInFile(name, &sources) }
            profile.variables = defaults.values.merging(variables) { $1 }.merging(profile.variables) { $1 }
            return profile
        }
    }

    /// One of the content folder's files as a template, with the pieces of its folder in it. A mistake in it is
    /// no error of the catalog.
    func template(_ path: String, folder: String) throws(CatalogError) -> Result<Template, TemplateError> {
        try cache.value("template \(path)") { sources throws(CatalogError) in
            let source = try self.source(path, &sources)
            let pieces = try pieces(of: folder, &sources)
            do throws(TemplateError) {
                return .success(try Template(source, partials: pieces))
            } catch {
                return .failure(error)
            }
        }
    }

    private func names(_ sources: inout ContentSources) throws(CatalogError) -> [ProfileName] {
        sources.note("preseed")
        do {
            return try Directory.names(in: content.path + "/preseed").compactMap { file in
                file.hasSuffix(".cfg") ? ProfileName(file.dropLast(4)) : nil
            }
        } catch {
            throw .unreadable("\(error)")
        }
    }

    /// The release whose installer a profile's machines boot; `nil` is the default image's.
    func release(of name: ProfileName?) -> Release? { name.flatMap { declared[$0]?.release } }

    /// What stands behind `# description:` in the profile's preseed file.
    private func describedInFile(
        _ name: ProfileName, _ sources: inout ContentSources
    ) throws(CatalogError) -> String {
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

/// Why a profile or one of its files cannot be had.
package enum CatalogError: Error, Hashable, Sendable {
    case noProfile(ProfileName)
    case noFile(String, folder: String)
    case unreadable(String)
}

extension CatalogError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noProfile(let name): "there is no profile \(name): preseed/\(name).cfg is not in the content folder"
        case .noFile(let path, let folder): "\(path) is not in the content folder \(folder)"
        case .unreadable(let why): why
        }
    }
}
