namespace LongWriter.Cli.Commands;

/// <summary>Asks whoever sits there before a hosted model is called.</summary>
internal static class Consent
{
    /// <param name="yes">Whether it was given beforehand.</param>
    public static async Task<bool> AskAsync(Surroundings around, bool yes, CancellationToken cancellationToken)
    {
        if (yes || !around.CanAnswer)
        {
            return true;
        }

        await around.Error.WriteAsync("Begin? [Y/n] ");
        await around.Error.FlushAsync(cancellationToken);
        var answer = await Task.Run(around.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return answer is not null && (answer.Trim().Length == 0 || answer.Trim().StartsWith("y", StringComparison.OrdinalIgnoreCase));
    }
}
