#compdef factcheck
# TAB completion of factcheck in zsh.
_factcheck() {
    local line value why
    local -a typed found
    # As typed, with its quotes: factcheck takes them off.
    typed=("${(@)words[2,CURRENT-1]}")
    for line in "${(@f)$("${(Q)words[1]}" __complete -- "${typed[@]}" "=${words[CURRENT]}" 2>/dev/null)}"; do
        case "$line" in
            '') ;;
            :files) _files ;;
            :folders) _files -/ ;;
            *)
                value="${line%%$'\t'*}"
                why="${${line#"$value"}#$'\t'}"
                found+=("${value//:/\\:}${why:+:$why}")
                ;;
        esac
    done
    if (( $#found )); then
        # An option with its value in one word: only the value is replaced.
        [[ "${words[CURRENT]}" == --*=* ]] && compset -P '*='
        _describe -V factcheck found
    fi
}
if [ "${funcstack[1]}" = _factcheck ]; then
    _factcheck "$@"
else
    compdef _factcheck factcheck
fi
