# TAB completion of factcheck in PowerShell.
Register-ArgumentCompleter -Native -CommandName factcheck -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $elements = @($commandAst.CommandElements | Where-Object {
        $_.Extent.EndOffset -lt $cursorPosition -or
        ($_.Extent.EndOffset -eq $cursorPosition -and $wordToComplete -eq '')
    })
    $program = $elements[0].Extent.Text
    $words = @($elements | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
    $joined = ''
    if ($wordToComplete -match '^(--[^=]+=)') { $joined = $Matches[1] }
    & $program __complete powershell -- @words "=$wordToComplete" 2>$null | ForEach-Object {
        $value, $why = $_ -split "`t", 2
        if ($value -ne ':files' -and $value -ne ':folders') {
            $text = $value
            if ($text -match "[^A-Za-z0-9_.:=+,-]") {
                $text = "'" + $text.Replace("'", "''") + "'"
            }
            if (-not $why) { $why = $value }
            [System.Management.Automation.CompletionResult]::new(
                $joined + $text, $value, 'ParameterValue', $why)
        }
    }
}
