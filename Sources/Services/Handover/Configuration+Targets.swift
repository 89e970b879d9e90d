import Inventory
import Settings

extension Configuration {
    /// Who is to hear of events, and at which stages.
    var deliveryTargets: [DeliveryTarget: Set<Stage>] {
        let posted = webhooks.map { (DeliveryTarget.webhook($0.name), $0.events) }
        return Dictionary(posted + (hooks == nil ? [] : [(.hooks, Stage.handedOver)])) { first, _ in first }
    }
}
