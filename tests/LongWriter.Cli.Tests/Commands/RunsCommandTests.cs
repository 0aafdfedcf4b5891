using LongWriter.Fakes;
using LongWriter.Runs;

namespace LongWriter.Cli.Tests;

public sealed class RunsCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public RunsCommandTests() => Environment.SetEnvironmentVariable("LONGWRITER_HOME", _folder.Root);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LONGWRITER_HOME", RunsFolder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task Without_runs_the_list_is_empty_and_says_what_begins_one()
    {
        var outcome = await CommandLine.RunAsync("runs", "list");

        Assert.Equal((ExitCodes.Done, ""), (outcome.Code, outcome.Output));
        Assert.Equal("there are no runs yet; longwriter write begins one", Assert.Single(outcome.ErrorLines));
    }

    [Fact]
    public async Task A_run_without_a_plan_is_shown_and_exported_as_far_as_it_is()
    {
        var run = Begin("mud", new ManualTime());

        var listed = await CommandLine.RunAsync("runs", "list");
        var shown = await CommandLine.RunAsync("runs", "show", "20261124");
        var exported = await CommandLine.RunAsync("runs", "export", run);

        Assert.Matches($@"^unfinished +0 +words  {run}\s*$", listed.Output);
        Assert.Contains($"go on with: longwriter resume {run}", shown.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Done, "# Mud\n"), (exported.Code, exported.Output));
    }

    [Fact]
    public async Task A_beginning_that_names_several_runs_is_refused_and_all_of_them_may_be_removed_by_name()
    {
        var (first, second) = (Begin("mud", new ManualTime()), Begin("stone", new ManualTime()));

        var both = await CommandLine.RunAsync("runs", "rm", "20261124");
        var removed = await CommandLine.RunAsync("runs", "rm", first, second);

        Assert.Equal(ExitCodes.Usage, both.Code);
        Assert.Contains("begins the names of 2 runs", Assert.Single(both.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["removed " + first, "removed " + second], removed.ErrorLines);
        Assert.Empty(Directory.GetDirectories(_folder["runs"]));
    }

    [Fact]
    public async Task A_run_that_is_being_written_is_not_removed()
    {
        using var journal = new RunStore(_folder.Root, new ManualTime()).Create(new WritingRequest("Write about mud"), new RunSettings("nano"), null);

        var outcome = await CommandLine.RunAsync("runs", "rm", journal.Header.Run);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("another process is writing this run", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.True(File.Exists(journal.Path));
    }

    private string Begin(string subject, TimeProvider time)
    {
        using var journal = new RunStore(_folder.Root, time).Create(new WritingRequest($"Write about {subject}"), new RunSettings("nano"), null);
        return journal.Header.Run;
    }
}
