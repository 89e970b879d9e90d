/// Names and their texts for templates, from a file that holds one flat map: `preseed/variables.yaml`.
package struct Variables: Hashable, Sendable {
    package let values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }
}
