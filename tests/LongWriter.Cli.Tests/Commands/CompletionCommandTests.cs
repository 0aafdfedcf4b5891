using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class CompletionCommandTests
{
    [Theory]
    [InlineData("bash", "complete -o bashdefault")]
    [InlineData("zsh", "#compdef longwriter")]
    [InlineData("fish", "complete -c longwriter")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task A_shell_s_script_is_printed_and_asks_the_tool_itself(string shell, string begins)
    {
        var outcome = await CommandLine.RunAsync("completion", shell);

        Assert.Equal((ExitCodes.Done, ""), (outcome.Code, outcome.Error));
        Assert.Contains(begins, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', outcome.Output);
    }

    [Fact]
    public async Task Another_shell_is_refused()
    {
        var outcome = await CommandLine.RunAsync("completion", "tcsh");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("tcsh", outcome.ErrorLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "write", "plan", "resume", "runs", "eval", "doctor", "completion")]
    [InlineData("ru", "runs")]
    [InlineData("write \"An essay\" --str", "--strategy")]
    [InlineData("write \"An essay\" --strategy ", "agentwrite", "parallel", "direct")]
    [InlineData("write --context w", "window")]
    [InlineData("plan -m na", "nano")]
    [InlineData("write --planner ", "nano")]
    [InlineData("eval ", "run")]
    [InlineData("eval run --suite longwriter-", "longwriter-write", "longwriter-ruler")]
    [InlineData("eval run --language ", "en", "zh")]
    [InlineData("eval run -s ruler -m na", "nano")]
    [InlineData("completion ", "bash", "zsh", "fish", "pwsh")]
    public async Task What_fits_is_suggested(string typed, params string[] expected)
    {
        var suggestions = await SuggestionsAsync(typed);

        Assert.Subset(suggestions.ToHashSet(StringComparer.Ordinal), expected.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain("/?", suggestions);
    }

    [Theory]
    [InlineData("write -o ")]
    [InlineData("write --plan ")]
    [InlineData("write \"An essay on")]
    public async Task Where_files_or_words_are_typed_nothing_gets_in_their_way(string typed) =>
        Assert.DoesNotContain(await SuggestionsAsync(typed), suggestion => suggestion.Length > 0 && suggestion.StartsWith(typed.Split(' ')[^1].Trim('"'), StringComparison.Ordinal));

    [Fact]
    public async Task Model_files_and_folders_are_suggested_where_they_are()
    {
        using var folder = new TempFolder();
        folder.Write("tea story.gguf", "weights");
        folder.Write("notes.txt", "none");
        Directory.CreateDirectory(folder["models"]);
        Directory.CreateDirectory(folder[".hidden"]);

        Assert.Equal([folder["models"] + "/", folder["tea story.gguf"]], await SuggestionsAsync($"write -m {folder.Root}/"));
        Assert.Equal([folder["tea story.gguf"]], await SuggestionsAsync($"write -m {folder.Root}/te"));
        Assert.Empty(await SuggestionsAsync($"write -m {folder.Root}/none/"));
    }

    [Fact]
    public async Task Runs_are_suggested_and_to_resume_only_those_that_are_not_finished()
    {
        using var folder = new TempFolder();
        var plan = folder.Write("p.plan", Sample.Plan(20).ToString());
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        string[] arguments = ["-m", BabblingModel.Save(folder["babbler.gguf"]), "--plan", plan, "-o", folder["out.md"]];
        await CommandLine.RunAsync(["write", "Write about suggested mud", .. arguments]);
        await using var error = new CancellingWriter("plan: ", source);
        await CommandLine.RunAsync("", error, ["write", "Write about suggested stone", .. arguments], source.Token);

        static bool IsOurs(string name) => name.Contains("-suggested-", StringComparison.Ordinal);
        var resumable = (await SuggestionsAsync("resume ")).Where(IsOurs).ToList();
        var all = (await SuggestionsAsync("runs export ")).Where(IsOurs).ToList();

        Assert.EndsWith("-suggested-stone", Assert.Single(resumable), StringComparison.Ordinal);
        Assert.Equal(2, all.Count);
        Assert.Equal(all, (await SuggestionsAsync("runs rm ")).Where(IsOurs));
        Assert.Equal(resumable, await SuggestionsAsync("resume " + resumable[0][..^2]));
    }

    private static async Task<List<string>> SuggestionsAsync(string typed)
    {
        var outcome = await CommandLine.RunAsync($"[suggest:{typed.Length}]", typed);
        Assert.Equal((ExitCodes.Done, ""), (outcome.Code, outcome.Error));
        return [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
