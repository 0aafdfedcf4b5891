using LongWriter.Cli.Commands.Eval;

namespace LongWriter.Cli;

/// <summary>What the tool touches of the world around it, handed in so that tests run what people run.</summary>
internal sealed record Surroundings(TextReader Input, TextWriter Output, TextWriter Error, TimeProvider Time)
{
    /// <summary>The folder it works in.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Looks up a variable of the environment.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Gets a file over the network.</summary>
    public Func<Uri, CancellationToken, Task<byte[]>> Fetch { get; init; } = OfficialFiles.FetchAsync;

    /// <summary>Whether a person sits at standard input and can be asked.</summary>
    public bool CanAnswer => ReferenceEquals(Input, Console.In) && !Console.IsInputRedirected;

    /// <summary>Whether a person looks at this stream.</summary>
    public static bool IsTerminal(TextWriter stream) =>
        (ReferenceEquals(stream, Console.Out) && !Console.IsOutputRedirected) || (ReferenceEquals(stream, Console.Error) && !Console.IsErrorRedirected);
}
