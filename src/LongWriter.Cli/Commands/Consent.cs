namespace LongWriter.Cli.Commands;

/// <summary>Asks before a hosted model is called, where a person can answer.</summary>
internal static class Consent
{
    /// <param name="given">Whether the command line says so already.</param>
    public static async Task<bool> AskAsync(Surroundings around, bool given, CancellationToken cancellationToken)
    {
        if (given || !around.CanAnswer)
        {
            return true;
        }

        await around.Error.WriteAsync("Begin? [Y/n] ");
        await around.Error.FlushAsync(cancellationToken);
        var answer = await Task.Run(around.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return answer is not null && (answer.Trim().Length == 0 || answer.Trim().StartsWith("y", StringComparison.OrdinalIgnoreCase));
    }
}
