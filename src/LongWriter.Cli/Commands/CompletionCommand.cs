using System.CommandLine;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter completion</c></summary>
internal static class CompletionCommand
{
    private static readonly string[] s_shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Create(Surroundings around)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh" };
        shell.AcceptOnlyFromAmong(s_shells);
        var command = new Verb("completion", "Print a script that lets a shell complete commands, options, models and runs.", """
            To load it in every new shell:
              bash  echo 'source <(longwriter completion bash)' >> ~/.bashrc
              zsh   echo 'source <(longwriter completion zsh)' >> ~/.zshrc
              fish  longwriter completion fish > ~/.config/fish/completions/longwriter.fish
              pwsh  Add-Content $PROFILE 'longwriter completion pwsh | Out-String | Invoke-Expression'
            """)
        {
            shell,
        };
        command.SetAction(async (parsed, _) =>
        {
            await around.Output.WriteAsync(Script(parsed.GetValue(shell)!));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Script(string shell)
    {
        using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
