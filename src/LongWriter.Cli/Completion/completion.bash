# bash completion for longwriter. To load it: source <(longwriter completion bash)

_longwriter()
{
    # The text of the command up to the cursor, without the command's own name.
    local typed=${COMP_LINE:0:COMP_POINT}
    typed=${typed#"${COMP_WORDS[0]}"}
    typed=${typed#"${typed%%[![:space:]]*}"}

    local word=${COMP_WORDS[COMP_CWORD]} suggestion
    COMPREPLY=()
    while IFS= read -r suggestion; do
        if [[ $suggestion == "$word"* ]]; then
            COMPREPLY+=("$suggestion")
        fi
    done < <("${COMP_WORDS[0]}" "[suggest:${#typed}]" "$typed" 2>/dev/null)

    # A folder is not the end of a word.
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace
    fi
}

# Where there is nothing to suggest, files are.
complete -o bashdefault -o default -F _longwriter longwriter
