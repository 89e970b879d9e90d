import Inventory
import Settings

/// Where events are posted, with the key that signs them. Neither shows in what is told of it.
package struct Webhook: Sendable {
    package let name: String
    let url: String
    let key: WebhookKey
    package let events: Set<Stage>

    package init(name: String, url: String, key: WebhookKey, events: Set<Stage>) {
        self.name = name
        self.url = url
        self.key = key
        self.events = events
    }

    /// Those of a configuration; throws what says which secret to mend.
    static func all(of configuration: Configuration, _ secrets: Secrets) throws(SettingsErrors) -> [Webhook] {
        var webhooks: [Webhook] = []
        for webhook in configuration.webhooks {
            webhooks.append(
                Webhook(
                    name: webhook.name, url: webhook.url, key: try WebhookKey.load(webhook, secrets),
                    events: webhook.events))
        }
        return webhooks
    }

    /// What its rows in the outbox are filed under.
    package var target: DeliveryTarget { .webhook(name) }
}

extension Webhook: CustomStringConvertible, CustomReflectable {
    package var description: String { "webhook \(name)" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
