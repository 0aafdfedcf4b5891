using LongWriter.Cli;

namespace LongWriter.Fakes;

/// <summary>What the tool printed and returned.</summary>
internal sealed record Outcome(int Code, string Output, string Error)
{
    public string[] ErrorLines => Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the tool in this process.</summary>
internal static class CommandLine
{
    public static Task<Outcome> RunAsync(params string[] args) => RunAsync("", args);

    public static async Task<Outcome> RunAsync(string input, string[] args)
    {
        using var error = new StringWriter();
        return await RunAsync(input, error, args, TestContext.Current.CancellationToken);
    }

    public static async Task<Outcome> RunAsync(string input, StringWriter error, string[] args, CancellationToken cancellationToken)
    {
        using var reader = new StringReader(input);
        using var output = new StringWriter();
        var code = await Application.RunAsync(args, reader, output, error, new ManualTime(TimeSpan.FromMilliseconds(10)), cancellationToken);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}

/// <summary>Cancels once a line with this text is written to it: a Ctrl+C at a known moment.</summary>
internal sealed class CancellingWriter(string at, CancellationTokenSource source) : StringWriter
{
    public override async Task WriteLineAsync(string? value)
    {
        await base.WriteLineAsync(value);
        if (value?.Contains(at, StringComparison.Ordinal) == true)
        {
            await source.CancelAsync();
        }
    }
}
