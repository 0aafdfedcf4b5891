using System.Diagnostics;

namespace LongWriter.EndToEnd.Tests;

/// <summary>The recipe of the embedded model from corpus to <c>write</c>, at 0.3 M parameters.</summary>
public class SmokeRecipeTests
{
    [Fact]
    public async Task The_recipe_runs_from_corpus_to_a_written_document()
    {
        var root = Repository.Root;
        var output = Path.Combine(root, "out", "nano-smoke");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        using var recipe = Process.Start(new ProcessStartInfo(Path.Combine(root, "recipes", "nano", "run.sh"), "--smoke") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var made = await CliProcess.FinishAsync(recipe);
        Assert.True(made.ExitCode == 0, made.Error + made.Output);

        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["tea.plan"], "Paragraph 1 - Main Point: Explain how trade grew up around tea gardens - Word Count: 120 words\n", TestContext.Current.CancellationToken);
        var written = await CliProcess.RunAsync(folder.Path, "write", "Write a short article on tea gardens", "--plan", "tea.plan", "-m", Path.Combine(output, "longwriter-nano.gguf"), "-o", "tea.md");

        Assert.True(written.ExitCode == 0, written.Error);
        Assert.True(new FileInfo(folder["tea.md"]).Length > 60);
    }
}
