using LongWriter.Cli;

namespace LongWriter.Fakes;

/// <summary>What the tool printed and returned.</summary>
internal sealed record Outcome(int Code, string Output, string Error)
{
    public string[] ErrorLines => Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the tool in this process, out of reach of the settings of whoever runs the tests.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, string> s_nothing = [];


    public static Task<Outcome> RunAsync(params string[] args) => RunAsync("", args);

    public static async Task<Outcome> RunAsync(string input, string[] args)
    {
        using var error = new StringWriter();
        return await RunAsync(input, error, args, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs it in a folder, with nothing but these variables set.</summary>
    public static async Task<Outcome> RunInAsync(string folder, Dictionary<string, string> variables, params string[] args)
    {
        using var error = new StringWriter();
        return await RunAsync(new StringReader(""), error, folder, variables, args, TestContext.Current.CancellationToken);
    }

    public static Task<Outcome> RunAsync(string input, StringWriter error, string[] args, CancellationToken cancellationToken) =>
        RunAsync(new StringReader(input), error, RunsFolder.Path, s_nothing, args, cancellationToken);

    public static async Task<Outcome> RunAsync(TextReader input, StringWriter error, string folder, Dictionary<string, string> variables, string[] args, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        var around = new Surroundings(input, output, error, new ManualTime(TimeSpan.FromMilliseconds(10)))
        {
            Folder = folder,
            Variable = name => variables.GetValueOrDefault(name, name == "XDG_CONFIG_HOME" ? RunsFolder.Path : null!),
        };
        var code = await Application.RunAsync(args, around, cancellationToken);
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
