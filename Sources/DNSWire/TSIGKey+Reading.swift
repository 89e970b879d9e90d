/// What is wrong with a file that should hold a key, with the place and the cure, and nothing of the secret.
package struct KeyFileMistake: Error, Hashable, Sendable {
    /// From 1; 0 where the file as a whole is meant.
    package let line: Int
    package let fact: String
    package let cure: String

    init(_ line: Int, _ fact: String, _ cure: String = tsigKeygen) {
        self.line = line
        self.fact = fact
        self.cure = cure
    }
}

private let tsigKeygen = "write it with tsig-keygen -a hmac-sha256 NAME"

extension TSIGKey {
    /// Reads one key as `tsig-keygen` prints it and BIND includes it:
    ///
    /// ```
    /// key "amorce" {
    ///         algorithm hmac-sha256;
    ///         secret "…";
    /// };
    /// ```
    package init(reading bytes: [UInt8]) throws(KeyFileMistake) {
        var words = try KeyFileWords(bytes)
        let start = try words.expect("key")
        let nameWord = try words.next("the key's name")
        guard let name = DNSName(nameWord.text), name != .root else {
            throw KeyFileMistake(nameWord.line, "\(spoken(nameWord.text)) is not a key's name")
        }
        try words.expect("{")
        var (algorithm, secret): (TSIGAlgorithm?, String?)
        while true {
            let word = try words.next("}")
            if word.text == "}" { break }
            let value = try words.next("a value of \(spoken(word.text))")
            switch word.text {
            case "algorithm": algorithm = try checkedAlgorithm(value)
            case "secret": secret = try checkedSecret(value)
            default: throw KeyFileMistake(word.line, "\(spoken(word.text)) is not known in a key")
            }
            try words.expect(";")
        }
        words.skip(";")
        if let more = words.peek {
            throw KeyFileMistake(more.line, "something follows the key", "keep one key in a file")
        }
        guard let algorithm else { throw KeyFileMistake(start, "the key names no algorithm") }
        guard let secret else { throw KeyFileMistake(start, "the key has no secret") }
        self.init(name, algorithm, secret: secret)
    }
}

private func checkedAlgorithm(_ word: KeyFileWords.Word) throws(KeyFileMistake) -> TSIGAlgorithm {
    // BIND takes the names in either case.
    let name = word.text.lowercased()
    if let algorithm = TSIGAlgorithm(rawValue: name) { return algorithm }
    let cure = "make a key with tsig-keygen -a hmac-sha256 NAME, here and on the name server"
    switch name {
    case "hmac-sha224", "hmac-sha384":
        throw KeyFileMistake(word.line, "libldns cannot sign with \(name)", cure)
    case "hmac-md5", "hmac-md5.sig-alg.reg.int", "hmac-sha1":
        throw KeyFileMistake(word.line, "\(name) is no longer safe", cure)
    default: throw KeyFileMistake(word.line, "\(spoken(word.text)) is not an algorithm that is known here", cure)
    }
}

private func checkedSecret(_ word: KeyFileWords.Word) throws(KeyFileMistake) -> String {
    guard let secret = bytes(ofBase64: word.text) else {
        throw KeyFileMistake(word.line, "the secret is not Base64")
    }
    // A digest's length is as much as a key can be worth; half of that is the least (RFC 2104 §3).
    guard (16...512).contains(secret.count) else {
        throw KeyFileMistake(word.line, "the secret has \(secret.count) bytes and not 16 to 512")
    }
    return word.text
}

/// What may be shown of a word that is not what it should be: too little to give a secret away.
private func spoken(_ text: String) -> String {
    let isWord = text.utf8.count <= 30 && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    return isWord ? text : "this word"
}
