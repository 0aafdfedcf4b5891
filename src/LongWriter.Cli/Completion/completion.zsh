#compdef longwriter
# zsh completion for longwriter. To load it: source <(longwriter completion zsh), after compinit

_longwriter()
{
    # The words up to the cursor, without the command's own name, as they were typed.
    local typed="${(j: :)words[2,CURRENT]}"
    local -a suggestions
    suggestions=("${(@f)$("${words[1]}" "[suggest:${#typed}]" "$typed" 2>/dev/null)}")
    suggestions=("${(@)suggestions:#}")

    # Where there is nothing to suggest, files are.
    compadd -a suggestions || _files
}

if (( $+functions[compdef] )); then
    compdef _longwriter longwriter
fi
