namespace LongWriter.EndToEnd.Tests;

/// <summary>A process that writes a document is killed with SIGKILL, again and again, and started again until it is done.</summary>
public sealed class KillTests : IDisposable
{
    private const int KillsOfADocument = 8;

    /// <summary>Milliseconds of an answer: some kills fall into answers, some between appends.</summary>
    private static readonly int[] s_pauses = [0, 1, 4];

    private static readonly int s_kills = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 500 : 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_killed_at_any_moment_comes_to_the_same_document_and_asks_for_nothing_that_is_finished()
    {
        var whole = new TargetRun(_folder["whole"]);
        var result = await whole.RunAsync();
        Assert.True(result.ExitCode == 0, result.Error);
        var (before, requests, lines) = (whole.RequestsBefore(), whole.Requests, whole.Lines);
        Assert.Equal(requests.Length, before[^1]);
        Assert.Equal(requests.Length, requests.Distinct(StringComparer.Ordinal).Count());

        var (documents, kills, repeated) = (0, 0, 0);
        await Task.WhenAll(WriteAsync(), WriteAsync());

        // Some kills fall into a section that is being written; were there none, nothing would have been tested.
        Assert.InRange(repeated, 1, kills * 3);
        TestContext.Current.TestOutputHelper!.WriteLine($"{kills} kills, {repeated} requests made again, {requests.Length} a document");

        async Task WriteAsync()
        {
            while (Volatile.Read(ref kills) < s_kills)
            {
                var seed = Interlocked.Increment(ref documents);
                var random = new Random(seed);
                var run = new TargetRun(_folder[$"run{seed}"]);
                for (var kill = 0; ; kill++)
                {
                    // Attempts of one document are spread over it; the last goes to the end.
                    var finished = Math.Max(0, run.Lines.Length - 1);
                    var asked = run.Requests.Length;
                    var pause = s_pauses[random.Next(s_pauses.Length)];
                    var until = random.Next(kill * requests.Length / KillsOfADocument, (kill + 1) * requests.Length / KillsOfADocument);
                    var wasKilled = kill < KillsOfADocument && await run.KillAsync(pause, Math.Max(0, until - before[finished]), random.Next(6000));
                    if (!wasKilled)
                    {
                        var end = await run.RunAsync();
                        Assert.True(end.ExitCode == 0, end.Error);
                    }

                    // Each attempt asks what the uninterrupted run asks, from the first thing on that is not finished.
                    var here = run.Requests[asked..];
                    Assert.Equal(requests.Skip(before[finished]).Take(here.Length), here);
                    Assert.Equal(lines.Take(run.Lines.Length), run.Lines);
                    if (!wasKilled)
                    {
                        break;
                    }

                    Interlocked.Increment(ref kills);
                }

                Assert.Equal(whole.Document, run.Document);
                Assert.Equal(lines, run.Lines);
                Interlocked.Add(ref repeated, run.Requests.Length - requests.Length);
                Directory.Delete(run.Folder, recursive: true);
            }
        }
    }
}
