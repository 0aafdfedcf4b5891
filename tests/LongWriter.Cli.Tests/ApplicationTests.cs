using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class ApplicationTests
{
    private static readonly string[] s_verbs = ["write", "plan", "resume", "runs", "eval", "data", "doctor", "completion"];

    [Theory]
    [InlineData("--help")]
    [InlineData("write", "--help")]
    [InlineData("plan", "--help")]
    public async Task Help_shows_examples_and_only_verbs_that_exist(params string[] args)
    {
        var help = await CommandLine.RunAsync(args);

        Assert.Equal((ExitCodes.Done, ""), (help.Code, help.Error));
        Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
        var calls = help.Output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains("longwriter ", StringComparison.Ordinal) && !line.StartsWith("Usage", StringComparison.Ordinal) && line.Contains('"', StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Contains(call[(call.IndexOf("longwriter ", StringComparison.Ordinal) + "longwriter ".Length)..].Split(' ')[0], s_verbs));
    }

    [Fact]
    public async Task The_root_s_help_lists_the_verbs_that_work_and_no_other()
    {
        var help = await CommandLine.RunAsync("--help");

        Assert.All(s_verbs, verb => Assert.Matches($@"(?m)^\s+{verb}\b", help.Output));
        Assert.All((string[])["model", "serve"], verb => Assert.DoesNotMatch($@"(?m)^\s+{verb}\b", help.Output));
    }

    [Fact]
    public async Task An_example_of_a_verb_s_help_parses()
    {
        // What the help shows must not be refused for its options; the model that is missing is another matter.
        var outcome = await CommandLine.RunAsync("write", "An essay on slow travel", "--words", "3000", "--json", "-m", "/nowhere/x.gguf");

        Assert.Equal(ExitCodes.Model, outcome.Code);
    }

    [Theory]
    [InlineData("instruction is empty", "write", "")]
    [InlineData("instruction is empty", "write", "  \n\t ")]
    [InlineData("instruction is empty", "plan", " ")]
    [InlineData("--words 0:", "write", "Write about mud", "--words", "0")]
    [InlineData("--words -5:", "write", "Write about mud", "--words", "-5")]
    [InlineData("--words -5:", "plan", "Write about mud", "--words=-5")]
    [InlineData("--words 2000000000:", "write", "Write about mud", "--words", "2000000000")]
    [InlineData("English only", "write", "写一篇关于罗马帝国历史的文章", "-m", "nano")]
    [InlineData("English only", "plan", "Напиши статью о море", "-m", "nano")]
    [InlineData("it is a folder", "write", "Write about mud", "-o", "/tmp")]
    [InlineData("it is a folder", "plan", "Write about mud", "-o", "/tmp/")]
    [InlineData("/nowhere/at/all.md: cannot be written: there is no folder /nowhere/at", "write", "Write about mud", "-o", "/nowhere/at/all.md")]
    [InlineData("cannot read the plan /nowhere/x.plan", "write", "Write about mud", "--plan", "/nowhere/x.plan")]
    public async Task What_cannot_be_used_is_told_in_one_line(string message, params string[] args)
    {
        var outcome = await CommandLine.RunAsync(args);

        Assert.Equal((ExitCodes.Usage, ""), (outcome.Code, outcome.Output));
        var line = Assert.Single(outcome.ErrorLines);
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("write --help", "--words", "write", "Write about mud", "--words", "abc")]
    [InlineData("write --help", "--words", "write", "Write about mud", "--words", "99999999999")]
    [InlineData("write --help", "--seed", "write", "Write about mud", "--seed", "x")]
    [InlineData("write --help", "--temperature -1: 0 to 2 is possible", "write", "Write about mud", "--temperature", "-1")]
    [InlineData("write --help", "--temperature 3: ", "write", "Write about mud", "--temperature", "3")]
    [InlineData("write --help", "--temperature NaN: ", "write", "Write about mud", "--temperature", "NaN")]
    [InlineData("write --help", "--temperature warm: this is no number", "write", "Write about mud", "--temperature", "warm")]
    [InlineData("write --help", "--model \"\": name a .gguf file", "write", "Write about mud", "-m", "")]
    [InlineData("plan --help", "--model \" \": ", "plan", "Write about mud", "-m", " ")]
    [InlineData("plan --help", "--planner \"\": ", "plan", "Write about mud", "--planner", "")]
    [InlineData("write --help", "--strategy fast: there is none of that name; agentwrite, parallel and direct are possible", "write", "Write about mud", "--strategy", "fast")]
    [InlineData("write --help", "--context all: ", "write", "Write about mud", "--context", "all")]
    [InlineData("write --help", "--template mine: ", "write", "Write about mud", "--template", "mine")]
    [InlineData("write --help", "--bogus", "write", "Write about mud", "--bogus")]
    [InlineData("write --help", "'--bogus'", "write", "Write about mud", "--bogus", "x", "y")]
    [InlineData("write --help", "--wrods", "write", "--wrods", "Write about mud")]
    [InlineData("write --help", "--bogus", "write", "--bogus")]
    [InlineData("plan --help", "-z", "plan", "-z")]
    [InlineData("write --help", "write", "write")]
    [InlineData("write --help", "--output is empty", "write", "Write about mud", "-o", "")]
    [InlineData("longwriter --help", "serve", "serve")]
    [InlineData("longwriter runs --help", "ommand", "runs")]
    [InlineData("longwriter runs export --help", "export", "runs", "export")]
    [InlineData("longwriter completion --help", "completion", "completion")]
    [InlineData("longwriter --help", "ommand")]
    public async Task What_does_not_parse_is_told_in_one_line_and_where_to_look(string see, string message, params string[] args)
    {
        var outcome = await CommandLine.RunAsync(args);

        Assert.Equal((ExitCodes.Usage, ""), (outcome.Code, outcome.Output));
        Assert.Equal(2, outcome.ErrorLines.Length);
        Assert.StartsWith("error: ", outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(message, outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("System.", outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("See: longwriter ", outcome.ErrorLines[1], StringComparison.Ordinal);
        Assert.EndsWith(see, outcome.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_the_tool_itself_ends_with_1_and_all_there_is_to_report()
    {
        using var closed = new StringReader("");
        closed.Dispose();
        await using var error = new StringWriter();

        var outcome = await CommandLine.RunAsync(closed, error, RunsFolder.Path, [], ["write", "-"], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Unexpected, outcome.Code);
        Assert.StartsWith("error: unexpected, and a fault of longwriter: System.ObjectDisposedException", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("   at LongWriter.Cli.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instruction_from_standard_input_is_read_and_an_empty_one_refused()
    {
        var empty = await CommandLine.RunAsync(" \n", ["write", "-"]);
        var chinese = await CommandLine.RunAsync("写一篇文章", ["write", "-", "-m", "nano"]);

        Assert.Contains("instruction is empty", Assert.Single(empty.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("English only", Assert.Single(chinese.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_name_in_an_English_instruction_is_no_other_language()
    {
        using var folder = new TempFolder();
        var outcome = await CommandLine.RunAsync("plan", "Write a 500-word article about the poet 李白 and his friends", "-m", folder["none.gguf"]);

        Assert.Equal(ExitCodes.Model, outcome.Code);
    }

    [Fact]
    public async Task Bad_input_leaves_an_existing_file_as_it_is_and_nothing_beside_it()
    {
        using var folder = new TempFolder();
        var file = folder.Write("out.md", "precious");

        var outcome = await CommandLine.RunAsync("write", "Write about mud", "-o", file, "-m", folder["none.gguf"]);

        Assert.Equal(ExitCodes.Model, outcome.Code);
        Assert.Equal("precious", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(["out.md"], folder.Files);
    }
}
