import Inventory
import LinuxIO
import NetTypes
import Settings
import Templates

/// In bytes: no menu, preseed file or script comes near it.
private let longestTemplate: Int64 = 1 << 20

/// The profiles, as the content folder and the configuration have them. Files are read when they are asked for, so that
/// what an admin edits is served from the next boot on.
package struct ProfileCatalog: Sendable {
    private let content: RootDirectory
    private let declared: [ProfileName: Profile]
    private let variables: [String: String]

    package init(_ configuration: Configuration) throws(SystemError) {
        content = try RootDirectory(configuration.content)
        declared = configuration.profiles
        variables = configuration.variables
    }

    /// The name of every profile: `preseed/NAME.cfg` is there.
    package func names() throws(CatalogError) -> [ProfileName] {
        do {
            return try Directory.names(in: content.path + "/preseed").compactMap { file in
                file.hasSuffix(".cfg") ? ProfileName(file.dropLast(4)) : nil
            }
        } catch {
            throw .unreadable("\(error)")
        }
    }

    /// A profile with all its variables: the shipped defaults, over them the configuration's for all profiles, over
    /// them its own.
    package func profile(_ name: ProfileName) throws(CatalogError) -> Profile {
        guard try names().contains(name) else { throw .noProfile(name) }
        let defaults: Variables
        do {
            defaults = try Variables.load(file: content.path + "/preseed/variables.yaml")
        } catch {
            throw .unreadable("\(error)")
        }
        var profile = declared[name] ?? Profile(name: name)
        if profile.description.isEmpty { profile.description = try describedInFile(name) }
        profile.variables = defaults.values.merging(variables) { $1 }.merging(profile.variables) { $1 }
        return profile
    }

    /// The release whose installer a profile's machines boot; `nil` is the default image's.
    func release(of name: ProfileName?) -> Release? { name.flatMap { declared[$0]?.release } }

    /// What stands behind `# description:` in the profile's preseed file.
    private func describedInFile(_ name: ProfileName) throws(CatalogError) -> String {
        let mark = "# description:"
        let line = try template("preseed/\(name).cfg").text.split(separator: "\n").first { $0.hasPrefix(mark) }
        return String(line?.dropFirst(mark.count).trimmed ?? "")
    }

    /// One of the content folder's files as a template.
    package func template(_ path: String) throws(CatalogError) -> TemplateSource {
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
    package func pieces(of folder: String) throws(CatalogError) -> [String: TemplateSource] {
        let path = "\(folder)/pieces"
        var pieces: [String: TemplateSource] = [:]
        guard let files = try? Directory.names(in: "\(content.path)/\(path)") else { return [:] }
        for file in files {
            let name = file.split(separator: ".").first.map(String.init) ?? file
            pieces[name] = try template("\(path)/\(file)")
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
