using LongWriter.Fakes;

namespace LongWriter.Cli.Commands.Data;

public sealed class DataCommandTests : IDisposable
{
    private const string Chats = """
        {"id":"a","messages":[{"role":"user","content":"Write 4 words"},{"role":"assistant","content":"one two three four"}]}
        {"id":"b","messages":[{"role":"user","content":"Write"},{"role":"assistant","content":"one two"}]}
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_names_bad_rows_by_file_and_line_and_its_exit_code_says_so()
    {
        var good = await CommandLine.RunAsync("data", "check", _folder.Write("good.jsonl", Chats));
        var bad = await CommandLine.RunAsync("data", "check", _folder.Write("bad.jsonl", Chats + "\n{}"));
        var empty = await CommandLine.RunAsync("data", "check", _folder.Write("empty.jsonl", ""));
        var missing = await CommandLine.RunAsync("data", "check", _folder["missing.jsonl"]);

        Assert.Equal((0, "", "2 chats can be used" + Environment.NewLine), (good.Code, good.Output, good.Error));
        Assert.Equal((2, $"{_folder["bad.jsonl"]}:3: has neither 'messages' nor 'conversations'{Environment.NewLine}"), (bad.Code, bad.Output));
        Assert.Equal(2, empty.Code);
        Assert.Equal((2, $"error: {_folder["missing.jsonl"]}: there is no such file"), (missing.Code, missing.ErrorLines[0]));
    }

    [Fact]
    public async Task Stats_are_text_or_one_object_and_a_page()
    {
        var file = _folder.Write("a.jsonl", Chats);

        var text = await CommandLine.RunAsync("data", "stats", file);
        var json = await CommandLine.RunAsync("data", "stats", file, "--json", "--html", _folder["a.html"]);

        Assert.Contains("rows            2\nwords           6, 3 a row\n", text.Output, StringComparison.Ordinal);
        Assert.StartsWith("{\"rows\":2,\"bad_rows\":0,\"total_words\":6,\"mean_words\":3,", json.Output, StringComparison.Ordinal);
        Assert.Contains("<h1>a.jsonl</h1>", await File.ReadAllTextAsync(_folder["a.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_of_pairs_show_both_sides()
    {
        var file = _folder.Write("pairs.jsonl", """
            {"id":"a","prompt":[{"role":"user","content":"Write 4 words"}],"chosen":[{"role":"assistant","content":"one two three four"}],"rejected":[{"role":"assistant","content":"one"}]}
            {}
            """);

        var text = await CommandLine.RunAsync("data", "stats", file);
        var json = await CommandLine.RunAsync("data", "stats", file, "--json", "--html", _folder["a.html"], "--png", _folder["a.png"]);

        Assert.Equal("PNG"u8.ToArray(), (await File.ReadAllBytesAsync(_folder["a.png"], TestContext.Current.CancellationToken))[1..4]);
        Assert.StartsWith("pairs           1 and 1 that cannot be used", text.Output, StringComparison.Ordinal);
        Assert.StartsWith("{\"rows\":1,\"bad_rows\":1,\"longer_chosen\":1,\"chosen\":{\"rows\":1,", json.Output, StringComparison.Ordinal);
        Assert.Contains("<h2>Chosen · The rows</h2>", await File.ReadAllTextAsync(_folder["a.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cap", "bad.jsonl", "--words", "3", "--output", "c.jsonl")]
    [InlineData("mix", "bad.jsonl", "--with", "a.jsonl", "--ratio", "1", "--output", "c.jsonl")]
    [InlineData("mix", "a.jsonl", "--with", "bad.jsonl", "--ratio", "1", "--output", "c.jsonl")]
    [InlineData("build", "--in", "bad.jsonl", "--output", "set")]
    [InlineData("pairs", "--in", "bad.jsonl", "--output", "c.jsonl", "--judge", "none")]
    public async Task A_file_with_rows_that_cannot_be_used_is_refused_where_that_is_asked_for_and_nothing_is_written(params string[] args)
    {
        _folder.Write("a.jsonl", Chats);
        _folder.Write("bad.jsonl", Chats + "\n{broken");

        var outcome = await CommandLine.RunAsync(["data", .. args.Select(arg => arg.Contains('.', StringComparison.Ordinal) || arg == "set" ? _folder[arg] : arg), "--bad", "refuse"]);

        Assert.Equal((2, $"error: {_folder["bad.jsonl"]}: row 3 is no JSON: at byte 2. Mend it, or have such rows counted and passed over: --bad skip"), (outcome.Code, outcome.ErrorLines[0]));
        Assert.Equal(["a.jsonl", "bad.jsonl"], _folder.Files);
    }

    [Fact]
    public async Task Cap_and_mix_write_rows_verdicts_and_a_card()
    {
        var file = _folder.Write("a.jsonl", Chats);

        var cap = await CommandLine.RunAsync("data", "cap", file, "--words", "3", "--output", _folder["short.parquet"]);
        var mix = await CommandLine.RunAsync("data", "mix", file, "--with", _folder["short.parquet"], "--ratio", "0.5", "--output", _folder["mixed.jsonl"]);

        Assert.Equal((0, $"1 kept, 1 too_long → {_folder["short.parquet"]}"), (cap.Code, cap.ErrorLines[0]));
        Assert.Equal((0, $"2 rows and 1 of the general set → {_folder["mixed.jsonl"]}"), (mix.Code, mix.ErrorLines[0]));
        Assert.Equal(["a.jsonl", "dataset_info.json", "mixed.card.md", "mixed.jsonl", "mixed.verdicts.jsonl", "short.card.md", "short.parquet", "short.verdicts.jsonl"], _folder.Files);
    }

    [Theory]
    [InlineData("error: --ratio 0: give a number above 0", "mix", "a.jsonl", "--with", "b.jsonl", "--ratio", "0", "--output", "c.jsonl")]
    [InlineData("this file is read; name another", "cap", "a.jsonl", "--words", "3", "--output", "a.jsonl")]
    [InlineData("end the name in .jsonl or .parquet", "cap", "a.jsonl", "--words", "3", "--output", "a.txt")]
    [InlineData("error: --words 0: give 1 or more", "cap", "a.jsonl", "--words", "0", "--output", "b.jsonl")]
    [InlineData("error: --samples 1: 2 to 62 is possible", "pairs", "--in", "a.jsonl", "--output", "b.jsonl", "--judge", "none", "-k", "1")]
    [InlineData("error: --concurrency 0: 1 to 1000 is possible", "build", "--in", "a.jsonl", "--output", "set", "--concurrency", "0")]
    [InlineData("the embedded model writes sections and cannot judge", "pairs", "--in", "a.jsonl", "--output", "b.jsonl", "--judge", "nano")]
    [InlineData("error: Option '--judge' is required.", "pairs", "--in", "a.jsonl", "--output", "b.jsonl")]
    [InlineData("easy", "build", "--in", "a.jsonl", "--output", "set", "--recipe", "easy")]
    public async Task What_cannot_be_used_is_told_in_a_line(string told, params string[] args)
    {
        _folder.Write("a.jsonl", Chats);

        var outcome = await CommandLine.RunAsync(["data", .. args.Select(arg => arg.Contains('.', StringComparison.Ordinal) && arg.Length > 3 || arg == "set" ? _folder[arg] : arg)]);

        Assert.Equal(2, outcome.Code);
        Assert.Contains(told, outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(["a.jsonl"], _folder.Files);
    }

    [Fact]
    public async Task A_set_and_pairs_are_built_and_gone_on_with_by_the_same_command()
    {
        var model = BabblingModel.Save(_folder["babbler.gguf"]);
        var source = _folder.Write("in.jsonl", """
            {"id":"x"}
            {"id":"y","instruction":"Write 20 words"}
            """);
        string[] pairs = ["data", "pairs", "--in", source, "--output", _folder["pairs.jsonl"], "-m", model, "--judge", "none", "-k", "2"];
        string[] build = ["data", "build", "--in", source, "--output", _folder["set"], "-m", model];

        var paired = await CommandLine.RunAsync(pairs);
        var again = await CommandLine.RunAsync(pairs);
        var built = await CommandLine.RunAsync(build);
        var other = await CommandLine.RunAsync([.. build, "--seed", "5"]);

        Assert.Equal((0, 0), (paired.Code, again.Code));
        Assert.Equal(paired.ErrorLines[^1], again.ErrorLines[^1]);
        Assert.StartsWith("2 instructions: ", paired.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Contains("words written", paired.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("2 of 2 rows, 0 words written", again.ErrorLines);

        // It draws letters: no plan is ever found in them, and the row's verdict says so.
        Assert.Equal((0, $"2 rows: 1 bad_row, 1 failed_plan; 0 words → {_folder["set"]}"), (built.Code, built.ErrorLines[^1]));
        Assert.Equal((2, $"error: {_folder["set"]}: holds another build: seed 0 and not 5. Go on with the same options, or name another folder."), (other.Code, other.ErrorLines[0]));
    }

    [Fact]
    public async Task Help_has_examples_for_every_verb()
    {
        foreach (var verb in (string[])["select", "build", "pairs", "mix", "cap", "stats", "check"])
        {
            Assert.Contains($"longwriter data {verb} ", (await CommandLine.RunAsync("data", verb, "--help")).Output, StringComparison.Ordinal);
        }
    }
}
