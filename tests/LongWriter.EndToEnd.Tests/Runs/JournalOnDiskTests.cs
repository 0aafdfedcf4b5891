using LongWriter.Runs;

namespace LongWriter.EndToEnd.Tests;

/// <summary>What a journal's disk and other processes do to it, with a real process that writes one.</summary>
public sealed class JournalOnDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_limit_on_files_stops_the_run_with_one_line_and_loses_nothing_that_was_finished()
    {
        // Half the journal's size; a shell's blocks are 512 bytes or 1024.
        await StopsAsync((run, size) => run.RunAsync(0, "sh", "-c", $"trap '' XFSZ; ulimit -f {size / 2 / 1024}; exec \"$0\" \"$@\""));
    }

    [Fact]
    public async Task A_full_disk_stops_the_run_with_one_line_and_loses_nothing_that_was_finished()
    {
        // A file system in memory that only the command sees: root may mount one, and who is root in a name space of his own.
        var unshare = Environment.IsPrivilegedProcess ? "-m" : "-rm";
        var run = new TargetRun(_folder["probe"]);
        if ((await run.RunAsync(0, "sh", "-c", $"unshare {unshare} mount -t tmpfs -o size=64k none \"$1\"")).ExitCode != 0)
        {
            Assert.Skip("this user may not mount a file system here, not even in a name space of his own");
        }

        await StopsAsync(async (run, size) =>
        {
            var result = await run.RunAsync(0, "unshare", unshare, "sh", "-c", $"mkdir \"$1/run\" && mount -t tmpfs -o size={size / 2} none \"$1/run\" && \"$0\" \"$@\"; code=$?; cp \"$1/run/journal.jsonl\" \"$1/saved\"; exit $code");
            File.Move(Path.Combine(run.Folder, "saved"), run.Journal);
            return result;
        });
    }

    /// <param name="run">Runs the program where its journal finds room for half of it, whose size is given.</param>
    private async Task StopsAsync(Func<TargetRun, long, Task<CliResult>> run)
    {
        var whole = new TargetRun(_folder["whole"]);
        await whole.RunAsync();
        var stopped = new TargetRun(_folder["stopped"]);

        var result = await run(stopped, new FileInfo(whole.Journal).Length);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"error: {stopped.Journal}: cannot be written: ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("What stands in it is good; make room, or make it writable, and resume the run.\n", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        var lines = stopped.Lines;
        Assert.InRange(lines.Length, 2, whole.Lines.Length - 2);
        Assert.Equal(whole.Lines.Take(lines.Length), lines);
        Assert.Equal((byte)'\n', (await File.ReadAllBytesAsync(stopped.Journal, TestContext.Current.CancellationToken))[^1]);

        var asked = stopped.Requests.Length;
        Assert.Equal(0, (await stopped.RunAsync()).ExitCode);
        Assert.Equal(whole.Document, stopped.Document);
        Assert.Equal(whole.Requests.Skip(whole.RequestsBefore()[lines.Length - 1]), stopped.Requests[asked..]);
    }

    [Fact]
    public async Task A_second_process_is_refused_and_the_first_does_not_notice()
    {
        var run = new TargetRun(_folder["run"]);
        using var first = run.Start(pause: 20);
        while (run.RequestCount < 3 && !first.HasExited)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var second = await run.RunAsync();

        Assert.False(first.HasExited);
        Assert.Equal(1, second.ExitCode);
        Assert.Equal($"error: {run.Journal}: another process is writing this run; wait for it, or stop it\n", second.Error);
        var end = await CliProcess.FinishAsync(first);
        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(run.Requests.Length, run.Requests.Distinct(StringComparer.Ordinal).Count());
        Assert.NotNull(JournalContent.Read(run.Journal).Finished);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_told_and_the_journal_left_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("rights of files are Unix's here");
            return;
        }

        // Root may write everywhere, unless the right to is taken from it.
        string[] withoutRights = Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];
        if (withoutRights.Length > 0 && !File.Exists("/usr/bin/setpriv"))
        {
            Assert.Skip("root can write everywhere, and there is no setpriv (Debian: util-linux) to take that from it");
        }

        var run = new TargetRun(_folder["run"]);
        await run.KillAsync(0, 5, 0);
        var before = await File.ReadAllBytesAsync(run.Journal, TestContext.Current.CancellationToken);
        const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        foreach (var file in Directory.GetFiles(run.RunFolder))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        File.SetUnixFileMode(run.RunFolder, ReadOnly);
        try
        {
            var result = await run.RunAsync(0, withoutRights);

            Assert.Equal(1, result.ExitCode);
            Assert.StartsWith($"error: {run.Journal}: cannot be written: ", result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.TrimEnd().Split('\n'));
            Assert.Equal(before, await File.ReadAllBytesAsync(run.Journal, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.SetUnixFileMode(run.RunFolder, ReadOnly | UnixFileMode.UserWrite);
        }
    }
}
