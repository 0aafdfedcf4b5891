# fish completion for longwriter. To load it: longwriter completion fish | source

function __longwriter_suggestions
    # The text of the command up to the cursor, without the command's own name.
    set -l typed (string replace -r '^\s*\S+\s*' '' -- (commandline -cp))
    set -l suggestions (longwriter "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null)
    set -l word (commandline -ct)

    # Where there is nothing to suggest, files are.
    if not string match -q -- "$word*" $suggestions
        __fish_complete_path "$word"
    end
    printf '%s\n' $suggestions
end

complete -c longwriter -f -a '(__longwriter_suggestions)'
