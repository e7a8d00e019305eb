#compdef paretune
# Completion of paretune in zsh. To load it in each session, after compinit: paretune completion zsh >> ~/.zshrc
_paretune() {
    local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
    local -a candidates
    candidates=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2> /dev/null)}")
    candidates=(${candidates:#})
    if (( $#candidates )); then
        compadd -a candidates
    else
        _files
    fi
}
if [[ "$funcstack[1]" == "_paretune" ]]; then
    _paretune "$@"
else
    compdef _paretune paretune
fi
