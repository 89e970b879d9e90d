import Inventory
import NetTypes

/// A template variable that nothing but one machine would set: it is most likely misspelt, and no template sees it.
package struct UnknownVariable: Error, Hashable, Sendable {
    package let name: String
    package let profile: ProfileName
    /// What it looks like.
    package let near: String?

    package init(name: String, profile: ProfileName, near: String?) {
        self.name = name
        self.profile = profile
        self.near = near
    }

    /// The first of some names by the alphabet that a profile does not know; `nil` if it knows all.
    package init?(in names: some Sequence<String>, among known: Set<String>, of profile: ProfileName) {
        guard let name = names.filter({ !known.contains($0) }).min() else { return nil }
        self.init(name: name, profile: profile, near: nearest(to: name, among: known.sorted()))
    }
}

extension UnknownVariable: CustomStringConvertible {
    package var description: String {
        "profile \(profile) has no variable \(name)" + (near.map { "; did you mean \($0)?" } ?? "")
    }
}
