# Completion of paretune in bash. To load it in each session: paretune completion bash >> ~/.bashrc
_paretune() {
    local line=${COMP_LINE:0:COMP_POINT} word prefix candidate
    word=${line##*[[:space:]]}
    # What bash completes begins after the last : or =.
    prefix=${word%"${word##*[:=]}"}
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("${candidate#"$prefix"}")
    done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2> /dev/null)
}
complete -o default -F _paretune paretune
