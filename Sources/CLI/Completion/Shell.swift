/// A shell that completes our command lines: each asks `amorce complete` with the words so far, and shows what it says.
enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// What the shell is to read.
    var script: String {
        switch self {
        case .bash:
            """
            # bash completion for amorce, as "amorce completion bash" prints it
            _amorce() {
                local word purpose
                COMPREPLY=()
                while IFS=$'\\t' read -r word purpose; do
                    if [ "$word" = :files ]; then
                        compopt -o filenames 2>/dev/null
                        mapfile -t COMPREPLY < <(compgen -f -- "$2")
                        return
                    fi
                    [[ $word == "$2"* ]] && COMPREPLY+=("$word")
                done < <("$1" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            }
            complete -F _amorce amorce

            """
        case .zsh:
            """
            #compdef amorce
            # zsh completion for amorce, as "amorce completion zsh" prints it
            _amorce() {
                local line
                local -a shown
                while IFS= read -r line; do
                    if [[ $line == :files* ]]; then
                        _files
                        return
                    fi
                    shown+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
                done < <($words[1] complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
                _describe amorce shown
            }
            if [[ $funcstack[1] == _amorce ]]; then
                _amorce "$@"
            else
                compdef _amorce amorce
            fi

            """
        case .fish:
            """
            # fish completion for amorce, as "amorce completion fish" prints it
            function __amorce_complete
                set --local words (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token --cut-at-cursor)
                for line in ($words[1] complete -- $words[2..] 2>/dev/null)
                    if string match --quiet ':files*' -- $line
                        __fish_complete_path (commandline --current-token --cut-at-cursor)
                    else
                        echo $line
                    end
                end
            end
            complete --command amorce --no-files --arguments '(__amorce_complete)'

            """
        }
    }
}
