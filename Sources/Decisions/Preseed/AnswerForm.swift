/// What the value of an answer has to look like, where the installer takes any text and fails later, or asks.
struct AnswerForm: Sendable {
    /// In words, after "it is": `a host's name alone`.
    let wanted: String
    let keys: [String]
    let fits: @Sendable (String) -> Bool

    private init(_ wanted: String, _ keys: String..., fits: @escaping @Sendable (String) -> Bool) {
        self.wanted = wanted
        self.keys = keys
        self.fits = fits
    }

    /// The one list. Keys that are not in it may have any value of their type.
    private static let all = [
        AnswerForm(
            "a host's name or address alone, without http:// and without a path",
            "mirror/http/hostname", "mirror/https/hostname", "mirror/ftp/hostname", "clock-setup/ntp-server",
            fits: { !$0.isEmpty && !$0.contains("/") && !$0.contains(" ") }),
        AnswerForm(
            "a path that begins with /", "mirror/http/directory", "mirror/https/directory", "mirror/ftp/directory",
            fits: { $0.hasPrefix("/") }),
        AnswerForm(
            "a URL that begins with http:// or https://, or nothing", "mirror/http/proxy", "mirror/https/proxy",
            fits: { $0.isEmpty || $0.hasPrefix("http://") || $0.hasPrefix("https://") }),
        AnswerForm("disks by their paths below /dev/, with blanks between", "partman-auto/disk", fits: isDisks),
        AnswerForm(
            "default, or disks by their paths below /dev/", "grub-installer/bootdev",
            fits: { $0 == "default" || isDisks($0) || $0.hasPrefix("(hd") }),
        AnswerForm(
            "max, a share such as 80%, or a size such as 20GB", "partman-auto-lvm/guided_size",
            fits: { $0 == "max" || $0.first?.isNumber == true }),
        // user-setup asks again for what adduser would refuse.
        AnswerForm(
            "a small letter, then small letters, digits, hyphens and underscores", "passwd/username",
            fits: isUserName),
        // It is written to /etc/shadow as it stands. Lint renders a secret as `secret-NAME`.
        AnswerForm(
            "a hash of crypt(3), which begins with $, such as mkpasswd makes; ! is nobody's password",
            "passwd/root-password-crypted", "passwd/user-password-crypted",
            fits: { value in value.isEmpty || ["$", "!", "*", "secret-"].contains { value.hasPrefix($0) } }),
    ]

    private static let byKey: [String: AnswerForm] = {
        var forms: [String: AnswerForm] = [:]
        for form in all { for key in form.keys { forms[key] = form } }
        return forms
    }()

    /// That of a question's answer; `nil` where any text will do.
    static func of(_ key: String) -> AnswerForm? { byKey[key] }

    @Sendable private static func isDisks(_ value: String) -> Bool {
        let disks = value.split(separator: " ")
        return !disks.isEmpty && disks.allSatisfy { $0.hasPrefix("/dev/") }
    }

    @Sendable private static func isUserName(_ value: String) -> Bool {
        let isSmall = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard let first = value.utf8.first, isSmall(first) else { return false }
        return value.utf8.allSatisfy {
            isSmall($0) || isDigit($0) || [UInt8(ascii: "-"), UInt8(ascii: "_")].contains($0)
        }
    }
}
