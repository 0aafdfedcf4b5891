using System.Diagnostics;
using System.Text;
using LongWriter.Runs;

namespace LongWriter.EndToEnd.Tests;

/// <summary>A run of <c>LongWriter.KillTarget</c> in a folder of its own, and what stands in it.</summary>
internal sealed class TargetRun(string folder)
{
    private const int RecordLength = 64;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public string Folder { get; } = Directory.CreateDirectory(folder).FullName;

    public string RunFolder => Path.Combine(Folder, "run");

    public string Journal => Path.Combine(RunFolder, LongWriter.Runs.Journal.FileName);

    public byte[] Document => File.ReadAllBytes(Path.Combine(Folder, "document.md"));

    /// <summary>What the model was asked so far, one mark for each different question.</summary>
    public string[] Requests => File.Exists(RequestsFile) ? [.. Encoding.ASCII.GetString(File.ReadAllBytes(RequestsFile)).Split('\n', StringSplitOptions.RemoveEmptyEntries)] : [];

    public long RequestCount => File.Exists(RequestsFile) ? new FileInfo(RequestsFile).Length / RecordLength : 0;

    /// <summary>The whole lines of the journal but for the last line of a finished run, which holds its seconds.</summary>
    public string[] Lines
    {
        get
        {
            var text = File.Exists(Journal) ? File.ReadAllText(Journal) : "";
            return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("{\"event\":\"run_finished\"", StringComparison.Ordinal))];
        }
    }

    private string RequestsFile => Path.Combine(Folder, "requests");

    /// <param name="pause">Milliseconds an answer takes.</param>
    /// <param name="before">A command that runs the program in some condition, with its arguments.</param>
    public Process Start(int pause = 0, params string[] before)
    {
        string[] command = [.. before, Path.Combine(AppContext.BaseDirectory, "LongWriter.KillTarget"), Folder, $"{pause}"];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };

        // The runtime's double mapping needs a file of gigabytes, which a limit on files does not let it have.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    public async Task<CliResult> RunAsync(int pause = 0, params string[] before)
    {
        using var process = Start(pause, before);
        return await CliProcess.FinishAsync(process);
    }

    /// <summary>Starts the program and kills it once it has asked so many questions and some microseconds more have passed.</summary>
    /// <returns>Whether it was killed before it was done.</returns>
    public async Task<bool> KillAsync(int pause, long requests, int microseconds)
    {
        using var process = Start(pause);
        using var timeout = new CancellationTokenSource(s_patience);
        var before = RequestCount;
        while (RequestCount - before < requests && !process.HasExited)
        {
            await Task.Delay(1, timeout.Token);
        }

        // Shorter than a timer can wait.
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalMicroseconds < microseconds;)
        {
        }

        process.Kill();
        await process.WaitForExitAsync(timeout.Token);
        var error = await process.StandardError.ReadToEndAsync(timeout.Token);
        Assert.True(error.Length == 0, error);
        return process.ExitCode != 0;
    }

    /// <summary>Requests that stand before the first one for what the journal's n-th event, from 0, records.</summary>
    public IReadOnlyList<int> RequestsBefore()
    {
        var (events, before) = (JournalContent.Read(Journal).Events, new List<int> { 0 });
        var last = events.OfType<ChapterFinished>().LastOrDefault();
        foreach (var happened in events)
        {
            before.Add(before[^1] + happened switch
            {
                OutlineReady outline => outline.Calls,
                PlanReady plan => plan.Calls,
                SectionFinished section => section.Calls,

                // Nobody reads a summary of the last chapter; none is asked for.
                ChapterFinished chapter => ReferenceEquals(chapter, last) ? 0 : 1,
                _ => throw new InvalidOperationException($"no such event in a journal: {happened}"),
            });
        }

        return before;
    }
}
