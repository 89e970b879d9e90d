/// The word of a list that is nearest to a mistyped one: the start of it, or few letters away for its length; `nil` if
/// none is near.
package func nearest(to typed: String, among words: some Sequence<String>) -> String? {
    let near = words.map { (word: $0, distance: editDistance(typed, $0)) }.min { $0.distance < $1.distance }
    guard let near, near.distance <= max(1, near.word.count / 3) || isStart(typed, of: near.word) else { return nil }
    return near.word
}

private func isStart(_ typed: String, of word: String) -> Bool { typed.count >= 2 && word.hasPrefix(typed) }

/// How many letters are to be put in, taken out, replaced, or swapped with their neighbour (Damerau 1964).
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    guard left.count <= 64, right.count <= 64 else { return .max }
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
        var line = [row + 1]
        for column in right.indices {
            let isSame = left[row] == right[column]
            var least = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, line[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                least = min(least, before[column - 1] + 1)
            }
            line.append(least)
        }
        before = last
        last = line
    }
    return last[right.count]
}
