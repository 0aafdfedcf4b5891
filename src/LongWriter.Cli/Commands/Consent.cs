using System.CommandLine;

namespace LongWriter.Cli.Commands;

/// <summary>Asks before a hosted model is called, where a person can answer and <c>--yes</c> has not answered for them.</summary>
internal sealed class Consent
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "do not ask before a hosted model is called" };

    public void AddTo(Command command) => command.Add(_yes);

    public async Task<bool> AskAsync(Surroundings around, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_yes) || !around.CanAnswer)
        {
            return true;
        }

        await around.Error.WriteAsync("Begin? [Y/n] ");
        await around.Error.FlushAsync(cancellationToken);
        var answer = await Task.Run(around.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return answer is not null && (answer.Trim().Length == 0 || answer.Trim().StartsWith("y", StringComparison.OrdinalIgnoreCase));
    }
}
