/// A question at which an installation without a person would stop, and the keys that answer it.
struct RequiredAnswer: Sendable {
    /// In words: `which disk is partitioned`.
    let what: String
    /// One of these has to be there.
    let keys: [String]
    /// Whether it is asked at all, by the other answers.
    let isAsked: @Sendable ([String: String]) -> Bool

    private init(
        _ what: String, _ keys: String..., when isAsked: @escaping @Sendable ([String: String]) -> Bool = { _ in true }
    ) {
        self.what = what
        self.keys = keys
        self.isAsked = isAsked
    }

    /// The questions of Debian 12 and 13 that have no answer of their own at priority critical.
    static let all = [
        RequiredAnswer("the language", "debian-installer/locale", "debian-installer/language"),
        RequiredAnswer("the mirror's host", "mirror/http/hostname", "mirror/http/mirror"),
        RequiredAnswer("the mirror's country", "mirror/country"),
        RequiredAnswer("the proxy, which may be empty", "mirror/http/proxy"),
        RequiredAnswer(
            "root's password", "passwd/root-password-crypted", "passwd/root-password",
            when: { $0["passwd/root-login"] != "false" }),
        RequiredAnswer(
            "the user's name", "passwd/username", when: { $0["passwd/make-user"] != "false" }),
        RequiredAnswer(
            "the user's full name", "passwd/user-fullname", when: { $0["passwd/make-user"] != "false" }),
        RequiredAnswer(
            "the user's password", "passwd/user-password-crypted", "passwd/user-password",
            when: { $0["passwd/make-user"] != "false" }),
        RequiredAnswer(
            "how the disk is partitioned", "partman-auto/method", "partman-auto/init_automatically_partition"),
        RequiredAnswer(
            "which partitions there are", "partman-auto/choose_recipe", "partman-auto/expert_recipe",
            "partman-auto/expert_recipe_file"),
        RequiredAnswer("that partitioning is done", "partman/choose_partition"),
        RequiredAnswer("that the disk is written to", "partman/confirm"),
        RequiredAnswer("that the disk is written to, and nothing overwritten", "partman/confirm_nooverwrite"),
        RequiredAnswer("that the disk gets a new partition table", "partman-partitioning/confirm_write_new_label"),
        RequiredAnswer("that an older LVM goes", "partman-lvm/device_remove_lvm", when: usesLVM),
        RequiredAnswer("that LVM is written", "partman-lvm/confirm", when: usesLVM),
        RequiredAnswer(
            "that LVM is written, and nothing overwritten", "partman-lvm/confirm_nooverwrite", when: usesLVM),
        RequiredAnswer(
            "how much of the disk LVM gets", "partman-auto-lvm/guided_size",
            when: { $0["partman-auto/method"] == "lvm" }),
        RequiredAnswer("which partitions the RAID has", "partman-auto-raid/recipe", when: usesRAID),
        RequiredAnswer("that the RAID is written", "partman-md/confirm", when: usesRAID),
        RequiredAnswer(
            "that the RAID is written, and nothing overwritten", "partman-md/confirm_nooverwrite", when: usesRAID),
        RequiredAnswer("that the boot loader is for this system alone", "grub-installer/only_debian"),
        RequiredAnswer("where the boot loader goes", "grub-installer/bootdev", "grub-installer/choose_bootdev"),
        RequiredAnswer("that the installation is complete", "finish-install/reboot_in_progress"),
    ]

    @Sendable private static func usesLVM(_ answers: [String: String]) -> Bool {
        ["lvm", "crypto"].contains(answers["partman-auto/method"] ?? "")
            || answers["partman-auto/expert_recipe"]?.contains("in_vg{") == true
    }

    @Sendable private static func usesRAID(_ answers: [String: String]) -> Bool {
        answers["partman-auto/method"] == "raid"
    }
}
