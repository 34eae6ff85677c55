# TAB completion of factcheck in bash.
_factcheck() {
    local last="${COMP_WORDS[COMP_CWORD]}" line value why longest=0
    local -a words=("${COMP_WORDS[@]:1:COMP_CWORD-1}") values=() whys=()
    COMPREPLY=()
    # An equals sign is a word of its own here; what is replaced comes behind it.
    local shown="$last"
    [ "$last" = "=" ] && shown=""
    while IFS= read -r line; do
        case "$line" in
            :files) compopt -o default 2>/dev/null || COMPREPLY+=($(compgen -f -- "$shown")) ;;
            :folders) compopt -o dirnames 2>/dev/null || COMPREPLY+=($(compgen -d -- "$shown")) ;;
            *)
                value="${line%%$'\t'*}"
                why="${line#"$value"}"
                values+=("$value")
                whys+=("${why#$'\t'}")
                [ "${#value}" -gt "$longest" ] && longest="${#value}"
                ;;
        esac
    done < <("${1/#\~/$HOME}" __complete -- "${words[@]}" "=$last" 2>/dev/null)
    local at
    # 63 is the second TAB: the values are only listed, and what they are beside them.
    if [ "${COMP_TYPE:-9}" = 63 ] && [ "${#values[@]}" -gt 1 ]; then
        for at in "${!values[@]}"; do
            printf -v line '%-*s  %s' "$longest" "${values[at]}" "${whys[at]:0:60}"
            COMPREPLY+=("${line%"${line##*[![:space:]]}"}")
        done
        return
    fi
    for at in "${!values[@]}"; do
        COMPREPLY+=("${values[at]}")
    done
    # Lets readline put the quotes or backslashes that a value with spaces needs.
    case "${values[*]+x}${values[*]}" in
        *[!A-Za-z0-9_.:=+,-]*) compopt -o filenames 2>/dev/null ;;
    esac
}
complete -F _factcheck factcheck
