using System.Diagnostics;

namespace LongWriter.Training.Tests.Commands;

/// <summary>The program as a user starts it: the executable in the output folder.</summary>
internal static class TrainProgram
{
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "longwriter-train");

    public static Task<(int Code, string[] Error)> RunAsync(params string[] arguments) => StartAsync(File, arguments);

    /// <summary>A program's exit code and the lines of its standard error.</summary>
    public static async Task<(int Code, string[] Error)> StartAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var cancelled = TestContext.Current.CancellationToken;
        var (error, output) = (process.StandardError.ReadToEndAsync(cancelled), process.StandardOutput.ReadToEndAsync(cancelled));
        await process.WaitForExitAsync(cancelled);
        await output;
        return (process.ExitCode, (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
