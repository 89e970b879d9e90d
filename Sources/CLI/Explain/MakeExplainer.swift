import Decisions
import Inventory
import NetTypes
import Settings

/// Answers one message after the other as the daemon would, without sending anything; what was answered before counts.
package typealias ExplainMessage = (HeardMessage) throws -> Explanation

/// Makes one that follows a configuration and begins with what is known.
package typealias MakeExplainer = (
    _ configuration: Configuration, _ state: KnownState, _ link: IPv4Address, _ ownAddresses: Set<IPv4Address>
) throws -> ExplainMessage
