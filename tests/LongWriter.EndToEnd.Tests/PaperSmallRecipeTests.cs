using System.Diagnostics;

namespace LongWriter.EndToEnd.Tests;

/// <summary>The paper's experiment in small from corpus to table, at 0.2 M weights.</summary>
public class PaperSmallRecipeTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";

    [Fact]
    public async Task The_recipe_runs_from_corpus_to_table_and_a_second_time_does_nothing_again()
    {
        Assert.SkipUnless(s_long, "takes some minutes: LONGWRITER_TESTS=long");
        var output = Path.Combine(Repository.Root, "out", "paper-small-smoke");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        await RunAsync();
        var table = await File.ReadAllTextAsync(Path.Combine(output, "table.md"), TestContext.Current.CancellationToken);
        var weights = File.GetLastWriteTimeUtc(Path.Combine(output, "arms", "dpo-1.gguf"));

        Assert.All((string[])["general", "cap-120", "cap-200", "long-only", "sequence-mean", "dpo", "dpo-1"], name => Assert.Contains($"\n| {name} |", table, StringComparison.Ordinal));
        Assert.True(new FileInfo(Path.Combine(output, "written.png")).Length > 0);

        await RunAsync();
        Assert.Equal(table, await File.ReadAllTextAsync(Path.Combine(output, "table.md"), TestContext.Current.CancellationToken));
        Assert.Equal(weights, File.GetLastWriteTimeUtc(Path.Combine(output, "arms", "dpo-1.gguf")));
    }

    private static async Task RunAsync()
    {
        using var recipe = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "recipes", "paper-small", "run.sh"), "--smoke") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var made = await CliProcess.FinishAsync(recipe, TimeSpan.FromMinutes(20));
        Assert.True(made.ExitCode == 0, made.Error + made.Output);
    }
}
