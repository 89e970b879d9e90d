import Inventory
import NetTypes
import YAML

extension Configuration {
    /// One of `webhooks`.
    package struct Webhook: Hashable, Sendable {
        package let name: String
        /// Nothing for a log: some have a secret in it.
        package let url: String
        package let secret: Secret
        package let events: Set<Stage>

        /// Where the key of its signature stands.
        package enum Secret: Hashable, Sendable {
            /// A name in the file of the secrets.
            case named(String)
            case file(String)
        }
    }
}

/// The key that a webhook's messages are signed with. It never shows itself.
package struct WebhookKey: Sendable {
    /// For signatures only; never for a log.
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Throws what says which file, or which key of it, to mend.
    package static func load(_ webhook: Configuration.Webhook, _ secrets: Secrets) throws(SettingsErrors) -> WebhookKey
    {
        switch webhook.secret {
        case .named(let name):
            guard let text = secrets.values[name] else {
                throw SettingsErrors([
                    SettingsMistake(
                        file: "webhook \(webhook.name)", fact: "there is no secret \(name)",
                        cure: "write it into the file that `secrets` names")
                ])
            }
            return WebhookKey(Array(text.utf8))
        case .file(let file):
            let text = try TextFile.read(file)
            guard text.mode & 0o077 == 0 else {
                let mode = String(text.mode & 0o777, radix: 8)
                throw SettingsErrors([
                    SettingsMistake(
                        file: file, fact: "holds a secret, and its mode 0\(mode) opens it to others than its owner",
                        cure: "chmod 600 \(file)")
                ])
            }
            let isBlank = { (byte: UInt8) in [9, 10, 13, 32].contains(byte) }
            let bytes = Array(text.bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
            guard bytes.count >= 16 else {
                throw SettingsErrors([
                    SettingsMistake(
                        file: file, fact: "has a secret of \(bytes.count) bytes",
                        cure: "write at least 16: openssl rand -hex 32 > \(file)")
                ])
            }
            return WebhookKey(bytes)
        }
    }
}

extension WebhookKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "a webhook's key" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// One of `webhooks`, as it was written.
struct WebhookFile: SettingsShape {
    var name: Keyed<String>?
    var url: Keyed<String>?
    var secret: Keyed<String>?
    var secretFile: Keyed<String>?
    var events: [Keyed<Stage>] = []

    static var settings: [Setting<Self>] {
        [
            Setting("name", .name, \.name, "what it is called; else its host"),
            Setting("url", .webhookURL, \.url, "where events are posted; must be said"),
            Setting("secret", .name, \.secret, "the secret that signs, by its name in the file of secrets"),
            Setting("secret-file", .path, \.secretFile, "in place of it, a file that only its owner may read"),
            Setting("events", listOf: .handedOver, \.events, "the stages that it hears of; else [installed, failed]"),
        ]
    }
}

extension ConfigurationFile {
    func checkedWebhooks(_ notebook: inout SettingsNotebook) -> [Configuration.Webhook] {
        var webhooks: [Configuration.Webhook] = []
        for webhook in self.webhooks {
            guard let url = webhook.value.url else {
                if !notebook.hasMistake(in: "\(webhook.key).url") {
                    notebook.note(
                        "\(webhook.key).url", fact: "is missing", cure: "write url: https://chat.example.org/hook")
                }
                continue
            }
            let name = webhook.value.name?.value ?? host(of: url.value)
            if webhooks.contains(where: { $0.name == name }) {
                notebook.note(
                    webhook.key, fact: "another webhook is called \(name), too", cure: "give it a name of its own")
            }
            switch (webhook.value.secret, webhook.value.secretFile) {
            case (let secret?, nil):
                if secrets == nil {
                    notebook.note(
                        secret.key, fact: "stands without a file of secrets",
                        cure: "write secrets: /etc/amorce/secrets.yaml, or secret-file here")
                }
                webhooks.append(checked(webhook.value, name, url.value, .named(secret.value)))
            case (nil, let file?):
                webhooks.append(checked(webhook.value, name, url.value, .file(file.value)))
            case (nil, nil):
                notebook.note(
                    webhook.key, fact: "has no secret to sign with",
                    cure: "write secret: NAME, of the file of secrets, or secret-file: PATH")
            case (_?, let file?):
                notebook.note(file.key, fact: "stands beside secret", cure: "leave one of them out")
            }
        }
        return webhooks
    }

    private func checked(
        _ webhook: WebhookFile, _ name: String, _ url: String, _ secret: Configuration.Webhook.Secret
    ) -> Configuration.Webhook {
        let events = Set(webhook.events.map(\.value))
        return Configuration.Webhook(
            name: name, url: url, secret: secret, events: events.isEmpty ? [.installed, .failed] : events)
    }

    private func host(of url: String) -> String {
        String(url.drop { $0 != "/" }.dropFirst(2).prefix { !"/:?".contains($0) })
    }
}

extension Form<String> {
    /// The fault does not quote it: there may be a secret in it.
    static var webhookURL: Self {
        let cure = "write https://HOST/PATH, without a user, such as https://chat.example.org/hook"
        return Self("a web address", write: cure) { text in
            let schemes = ["https://", "http://"]
            let isPlain = text.utf8.allSatisfy { (0x21...0x7e).contains($0) } && text.utf8.count <= 2000
            guard isPlain, let scheme = schemes.first(where: { text.hasPrefix($0) }) else {
                return .fault("it is not a web address")
            }
            let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
            let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), let host = parts.first, DomainName(host) != nil,
                parts.count == 1 || UInt16(parts[1]).map({ $0 > 0 }) == true
            else { return .fault("it does not name a host") }
            return .value(text)
        }
    }
}

extension Form<Stage> {
    /// One that others are told of.
    static var handedOver: Self {
        let words = Stage.handedOver.map(\.rawValue).sorted()
        return Self("a stage", write: "write some of \(words.joined(separator: ", "))") { text in
            if let stage = Stage(rawValue: text), Stage.handedOver.contains(stage) { return .value(stage) }
            let meant = nearest(to: text, among: words).map { ", did you mean \($0)?" } ?? ""
            return .fault("\(quoted(text)) is no stage that others are told of\(meant)")
        }
    }
}
