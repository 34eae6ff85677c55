# TAB completion of factcheck in fish.
function __factcheck_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l joined ''
    if string match -qr -- '^--[^=]+=' $last
        set joined (string replace -r -- '=.*' '=' $last)
    end
    for line in (command $words[1] __complete -- $words[2..-1] "=$last" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (string replace -r -- '^--[^=]+=' '' $last)
            case :folders
                __fish_complete_directories (string replace -r -- '^--[^=]+=' '' $last) ''
            case '*'
                echo "$joined$line"
        end
    end
end
complete -c factcheck -f -k -a '(__factcheck_complete)'
