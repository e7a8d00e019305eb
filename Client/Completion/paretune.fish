# Completion of paretune in fish. To load it in each session: paretune completion fish > ~/.config/fish/completions/paretune.fish
function __paretune_complete
    set -l line (string trim --left -- (commandline --cut-at-cursor --current-process))
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l candidates ($words[1] "[suggest:"(string length -- "$line")"]" "$line" 2> /dev/null)
    if count $candidates > /dev/null
        string join \n -- $candidates
    else
        __fish_complete_path (commandline --current-token)
    end
end
complete --command paretune --no-files --arguments '(__paretune_complete)'
