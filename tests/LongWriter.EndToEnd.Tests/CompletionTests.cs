using System.Diagnostics;

namespace LongWriter.EndToEnd.Tests;

/// <summary>The completion scripts in the shells themselves, as far as these are installed.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public CompletionTests()
    {
        Directory.CreateDirectory(_folder["bin"]);
        File.CreateSymbolicLink(_folder["bin/longwriter"], CliProcess.Tool);
        File.WriteAllText(_folder["old bridges.gguf"], "");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("longwriter wri", "write")]
    [InlineData("longwriter runs ex", "export")]
    [InlineData("longwriter write 'An essay on tea' --strat", "--strategy")]
    [InlineData("longwriter write 'An essay on tea' --strategy ", "agentwrite", "parallel", "direct")]
    [InlineData("longwriter write 写一篇文章 --context w", "window")]
    [InlineData("longwriter plan -m ol", "old bridges.gguf")]
    [InlineData("longwriter resume none-of-that-name")]
    public async Task Bash_completes(string typed, params string[] expected)
    {
        // What readline would set; the words as bash splits them.
        var script = $"""
            source <(longwriter completion bash)
            complete -p longwriter >&2
            COMP_LINE={Quoted(typed)} COMP_POINT=${"{#COMP_LINE}"}
            eval "COMP_WORDS=($COMP_LINE)"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$(({"${#COMP_WORDS[@]}"} - 1))
            _longwriter
            printf '%s\n' "{"${COMPREPLY[@]}"}"
            """;

        await CompletesAsync("complete -o bashdefault -o default -F _longwriter longwriter", expected, "bash", "--norc", "-c", script);
    }

    [Theory]
    [InlineData("longwriter wri", "write")]
    [InlineData("longwriter write 'An essay on tea' --strategy ", "agentwrite", "parallel", "direct")]
    [InlineData("longwriter write 写一篇文章 --context w", "window")]
    public async Task Zsh_completes(string typed, params string[] expected)
    {
        // compadd and _files work under a line editor only; here they show what they are given.
        var script = $$"""
            autoload -Uz compinit && compinit -u -d {{Quoted(_folder["zcompdump"])}}
            source <(longwriter completion zsh)
            print -u2 $_comps[longwriter]
            compadd() { print -l -- ${(P)2} }
            _files() { : }
            typed={{Quoted(typed)}}
            words=(${(z)typed})
            [[ $typed == *' ' ]] && words+=('')
            CURRENT=$#words
            _longwriter
            """;

        await CompletesAsync("_longwriter", expected, "zsh", "-f", "-c", script);
    }

    [Theory]
    [InlineData("longwriter wri", "write")]
    [InlineData("longwriter write 'An essay on tea' --strategy ", "agentwrite", "parallel", "direct")]
    [InlineData("longwriter write 写一篇文章 --context w", "window")]
    [InlineData("longwriter write -o ol", "old bridges.gguf")]
    public async Task Fish_completes(string typed, params string[] expected) =>
        await CompletesAsync("", expected, "fish", "--no-config", "-c", $"longwriter completion fish | source; complete -C {Quoted(typed)}");

    [Theory]
    [InlineData("longwriter wri", "write")]
    [InlineData("longwriter write 'An essay on tea' --strategy ", "agentwrite", "parallel", "direct")]
    public async Task PowerShell_completes(string typed, params string[] expected) =>
        await CompletesAsync("", expected, "pwsh", "-NoProfile", "-Command", $"longwriter completion pwsh | Out-String | Invoke-Expression; (TabExpansion2 '{typed.Replace("'", "''", StringComparison.Ordinal)}' {typed.Length}).CompletionMatches.CompletionText");

    private async Task CompletesAsync(string registered, string[] expected, string shell, params string[] arguments)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var program = path.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, shell)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{shell} is not installed");
        var start = new ProcessStartInfo(program!, arguments) { WorkingDirectory = _folder.Path, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = _folder["bin"] + Path.PathSeparator + path;
        start.Environment["HOME"] = _folder.Path;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["LONGWRITER_HOME"] = _folder["runs"];
        using var process = Process.Start(start)!;
        var result = await CliProcess.FinishAsync(process);

        Assert.Contains(registered, result.Error, StringComparison.Ordinal);
        var suggestions = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0].Trim()).ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), suggestions.Order(StringComparer.Ordinal));
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
