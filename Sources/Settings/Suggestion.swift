/// The word that was probably meant: at most two letters away, and less than half of the word.
func suggestion(for word: String, among known: [String]) -> String? {
    let near = known.map { (word: $0, distance: distance(from: word, to: $0)) }
        .filter { $0.distance <= 2 && $0.distance * 2 < max(word.count, 3) }
    return near.min { $0.distance < $1.distance }?.word
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour (optimal string alignment).
private func distance(from left: String, to right: String) -> Int {
    guard left.count <= 64 else { return left.count }
    let left = Array(left)
    let right = Array(right)
    var rows = [Array(0...right.count)]
    for (index, letter) in left.enumerated() {
        var row = [index + 1]
        for (column, other) in right.enumerated() {
            var least = min(
                rows[index][column] + (letter == other ? 0 : 1), rows[index][column + 1] + 1, row[column] + 1)
            if index > 0, column > 0, letter == right[column - 1], left[index - 1] == other {
                least = min(least, rows[index - 1][column - 1] + 1)
            }
            row.append(least)
        }
        rows.append(row)
    }
    return rows[left.count][right.count]
}
