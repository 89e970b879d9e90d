/// The word that was probably meant: at most two letters away, and less than half of the word.
func suggestion(for word: String, among known: [String]) -> String? {
    let near = known.map { (word: $0, distance: distance(from: word, to: $0)) }
        .filter { $0.distance <= 2 && $0.distance * 2 < max(word.count, 3) }
    return near.min { $0.distance < $1.distance }?.word
}

/// How many letters must be put in, taken out or changed (Levenshtein).
private func distance(from left: String, to right: String) -> Int {
    guard left.count <= 64 else { return left.count }
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
        var next = [index + 1]
        for (column, other) in right.enumerated() {
            let change = row[column] + (letter == other ? 0 : 1)
            next.append(min(change, row[column + 1] + 1, next[column] + 1))
        }
        row = next
    }
    return row[right.count]
}
