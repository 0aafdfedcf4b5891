using System.Diagnostics;

namespace LongWriter.EndToEnd.Tests;

/// <summary>What a run of the built tool left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error);

/// <summary>The built <c>longwriter</c> tool as a process.</summary>
internal static class CliProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>The program.</summary>
    public static string Tool { get; } = Path.Combine(AppContext.BaseDirectory, "LongWriter.Cli");

    public static Process Start(string folder, params string[] arguments) => StartProgram(Tool, folder, arguments);

    /// <summary>Starts any program in a folder, which also holds its runs.</summary>
    public static Process StartProgram(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["LONGWRITER_HOME"] = Path.Combine(folder, ".runs");
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(folder, ".config");
        Array.ForEach(arguments, start.ArgumentList.Add);
        return Process.Start(start)!;
    }

    public static async Task<CliResult> RunAsync(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    /// <param name="patience">How long it may take, 3 minutes unless told.</param>
    public static async Task<CliResult> FinishAsync(Process process, TimeSpan? patience = null)
    {
        using var timeout = new CancellationTokenSource(patience ?? s_patience);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return new CliResult(process.ExitCode, await output, await error);
    }
}

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("longwriter").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
