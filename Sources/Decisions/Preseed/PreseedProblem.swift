/// What is wrong with a preseed file, line by line: `amorce profile lint`.
package enum PreseedProblem: Hashable, Sendable {
    case noHeader, carriageReturn, indentedComment, openEnd, swallowed, tooFewFields
    case unknownKey(String, nearest: String?)
    case otherType(key: String, written: String, wanted: String)
    case notBoolean(key: String, value: String)
    /// The value is not told: it may be a password.
    case otherForm(key: String, wanted: String)
    case otherOwner(key: String, written: String, wanted: String)
    case repeated(key: String, first: Int, isCommand: Bool)
    case moreBlanks(key: String)
    case tooLate(key: String)
    case localeIgnored(String)
    case stopsAt(question: String, key: String)
    case mayFail(key: String)
    case script(String)

    /// Whether an installation would fail or stop by it, or do something else than what is written.
    package var isError: Bool {
        switch self {
        case .indentedComment, .openEnd, .swallowed, .tooFewFields, .notBoolean, .otherForm, .localeIgnored, .stopsAt:
            true
        case .unknownKey(_, let nearest): nearest != nil
        case .repeated(_, _, let isCommand): isCommand
        case .script(let words): words.contains("yntax error") || words.contains("error:")
        case .noHeader, .carriageReturn, .otherType, .otherOwner, .moreBlanks, .tooLate, .mayFail: false
        }
    }
}

extension PreseedProblem: CustomStringConvertible {
    /// What it is, and what to do.
    package var description: String {
        switch self {
        case .noHeader: "the first line is not #_preseed_V1; write it there"
        case .carriageReturn: "a line ends in a carriage return; save the file with line feeds only"
        case .indentedComment:
            "a comment stands behind blanks, and the installer takes it for an answer; put the # first in its line"
        case .openEnd:
            "the file ends in a backslash, so this answer is lost; take the last backslash out"
        case .swallowed:
            "the line before ends in a backslash, and this answer becomes a part of that one; take the backslash out"
        case .tooFewFields:
            "an answer has fewer than three fields, and the installer refuses the whole file; write OWNER KEY TYPE VALUE"
        case .unknownKey(let key, let nearest?): "no question is called \(key); did you mean \(nearest)?"
        case .unknownKey(let key, nil): "no question that is known is called \(key); look for its name in the templates"
        case .otherType(let key, let written, let wanted):
            "\(key) is of type \(wanted), not \(written); write \(wanted)"
        case .notBoolean(let key, let value): "\(key) is true or false, not \"\(value)\""
        case .otherForm(let key, let wanted): "\(key) is \(wanted)"
        case .otherOwner(let key, let written, let wanted):
            "\(key) belongs to \(wanted), not to \(written); write \(wanted) at the start of the line"
        case .repeated(let key, let first, _):
            "\(key) stands in line \(first) already, and only the last one counts; make one of the two"
        case .moreBlanks(let key):
            "more than one blank stands before the value of \(key), and becomes a part of it; leave one"
        case .tooLate(let key):
            "\(key) comes too late in a file that is fetched over the network; let DHCP say it, or kernel-parameters"
        case .localeIgnored(let locale):
            "on a serial console the installer ignores the locale \(locale) and asks; set debian-installer/language to en, "
                + "debian-installer/country, and name the locale in localechooser/supported-locales"
        case .stopsAt(let question, let key): "nothing answers \(question), where the installer would stop; set \(key)"
        case .mayFail(let key):
            "a command of \(key) that fails would stop the installer at a dialog; end it with ; true"
        case .script(let words): words
        }
    }
}
