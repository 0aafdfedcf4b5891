using CsCheck;
using LongWriter.Cli.Settings;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class SettingsFileTests
{
    private const string Path = "/project/longwriter.json";

    /// <summary>Inputs of the fuzz test: a fair sample, or the full count.</summary>
    private static readonly int s_inputs = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 1_000_000 : 20_000;

    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\n", " ", "\\", "\\u", "\\ud800", "\\n", "null", "true", "-", "0.7", "1e999", "//", "/*", "\0", "\ufeff", "\ud83d", "é", "文",
        "\"model\"", "\"temperature\"", "\"template\"", "\"paper\"", "\"strategy\"", "\"context\"", "\"planner\"", "\"api_key\"", "\"sk-01234567890123456789\"", "{\"model\": \"nano\"}",
    ];

    [Fact]
    public void Every_setting_is_read_with_its_line()
    {
        var file = SettingsFile.Parse(Path, """
            {
              "model": "models/story teller.gguf",
              "planner": "nano",

              "template": "paper", "strategy": "parallel",
              "context": "window", "layout": "dialogue",
              "temperature": 0.75
            }
            """);

        Assert.Equal(Path, file.Path);
        Assert.Equal(Setting.All.Select(setting => setting.Name).Order(StringComparer.Ordinal), file.Values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("models/story teller.gguf", 2), file.Values["model"]);
        Assert.Equal(("nano", 3), file.Values["planner"]);
        Assert.Equal(("parallel", 5), file.Values["strategy"]);
        Assert.Equal(("0.75", 7), file.Values["temperature"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" {\n}\n")]
    public void An_empty_object_says_nothing(string text) => Assert.Empty(SettingsFile.Parse(Path, text).Values);

    [Theory]
    [InlineData(1, "no sound JSON", "")]
    [InlineData(1, "no sound JSON", "model = nano")]
    [InlineData(3, "no sound JSON", "{\n  \"model\": \"nano\"\n  \"template\": \"paper\"\n}")]
    [InlineData(2, "no sound JSON", "{\n  \"model\": \"nano\",}")]
    [InlineData(2, "no sound JSON", "{\n  // the model\n  \"model\": \"nano\" }")]
    [InlineData(2, "no sound JSON", "{}\n{}")]
    [InlineData(1, "no sound JSON", "{ \"model\": \"nano\"")]
    [InlineData(1, "one JSON object", "[\"model\"]")]
    [InlineData(2, "one JSON object", "\n\"nano\"")]
    [InlineData(2, "modle is no setting; model, planner, template", "{\n \"modle\": \"nano\" }")]
    [InlineData(1, "Model is no setting", "{ \"Model\": \"nano\" }")]
    [InlineData(1, "words is no setting", "{ \"words\": 3000 }")]
    [InlineData(1, "openai is no setting", "{ \"openai\": { \"model\": \"x\" } }")]
    [InlineData(3, "model is said twice", "{ \"model\": \"nano\",\n\n\"model\": \"nano\" }")]
    [InlineData(1, "model is to be text in quotes", "{ \"model\": 3 }")]
    [InlineData(1, "model is to be text in quotes", "{ \"model\": [\"nano\"] }")]
    [InlineData(1, "template is to be text in quotes", "{ \"template\": null }")]
    [InlineData(2, "temperature is to be a number", "{\n\"temperature\": \"0.7\" }")]
    [InlineData(1, "temperature is to be a number", "{ \"temperature\": true }")]
    [InlineData(1, "temperature 2.5: 0 to 2 is possible", "{ \"temperature\": 2.5 }")]
    [InlineData(1, "temperature 1e999: 0 to 2 is possible", "{ \"temperature\": 1e999 }")]
    [InlineData(1, "template mine: there is none of that name", "{ \"template\": \"mine\" }")]
    [InlineData(1, "model \"\": name a .gguf file", "{ \"model\": \"\" }")]
    [InlineData(1, "half a character", "{ \"model\": \"\\ud800\" }")]
    [InlineData(1, "half a character", "{ \"\\udc00\": 1 }")]
    public void What_cannot_be_used_is_told_with_file_and_line(int line, string problem, string text)
    {
        var error = Assert.Throws<UsageException>(() => SettingsFile.Parse(Path, text));

        Assert.StartsWith($"{Path}:{line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "{ \"api_key\": \"abc\" }")]
    [InlineData(1, "{ \"OPENAI_API_KEY\": \"abc\" }")]
    [InlineData(2, "{ \"modle\": \"nano\",\n \"apiKey\": \"abc\" }")]
    [InlineData(3, "{ \"openai\": {\n \"model\": \"x\",\n \"key\": \"abc\" } }")]
    [InlineData(1, "{ \"hf-token\": \"abc\" }")]
    [InlineData(1, "{ \"clientSecret\": \"abc\" }")]
    [InlineData(1, "{ \"password\": \"abc\" }")]
    [InlineData(2, "{ \"model\":\n \"sk-abc0123456789abcdef\" }")]
    [InlineData(1, "{ \"note\": [\"hf_abc0123456789abcdef\"] }")]
    public void A_key_is_refused_before_anything_else_and_not_repeated(int line, string text)
    {
        var error = Assert.Throws<UsageException>(() => SettingsFile.Parse(Path, text));

        Assert.StartsWith($"{Path}:{line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("keys are taken from the environment alone", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told()
    {
        using var folder = new TempFolder();

        var error = Assert.Throws<UsageException>(() => SettingsFile.Read(folder["none.json"]));

        Assert.StartsWith($"cannot read the settings {folder["none.json"]}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_read_or_refused_in_one_line()
    {
        var (read, refused) = (0, 0);
        var text = Gen.Frequency((3, Gen.Int[0, s_pieces.Length - 1].Select(piece => s_pieces[piece]).Array[0, 12].Select(string.Concat)), (1, Gen.String[Gen.Char, 0, 40]), (2, Damaged()));
        text.Each(s_inputs, drawn =>
        {
            try
            {
                var file = SettingsFile.Parse(Path, drawn);
                Assert.All(file.Values, said => Assert.Null(Setting.All.Single(setting => setting.Name == said.Key).Problem(said.Value.Value)));
                read++;
            }
            catch (UsageException e)
            {
                Assert.Matches(@"\A/project/longwriter\.json:[0-9]+: [^\r\n]{1,400}\z", e.Message);
                refused++;
            }
        });

        // Neither side is empty, or the test says nothing.
        Assert.True(read > s_inputs / 200 && refused > s_inputs / 2, $"{read} read, {refused} refused");
    }

    [Fact]
    public void A_long_file_takes_time_in_proportion()
    {
        // A quadratic reader would need minutes for this.
        var long1 = "{" + new string('\n', 4_000_000) + "\"model\": \"" + new string('m', 4_000_000) + "\" }";

        Assert.Equal(4_000_001, SettingsFile.Parse(Path, long1).Values["model"].Line);
        Assert.Throws<UsageException>(() => SettingsFile.Parse(Path, "{" + string.Concat(Enumerable.Repeat("\"x\":[", 1_000_000))));
    }

    /// <summary>A sound file with a few characters taken out, doubled or changed.</summary>
    private static Gen<string> Damaged()
    {
        const string Sound = "{\n  \"model\": \"nano\",\n  \"template\": \"paper\",\n  \"temperature\": 0.75\n}\n";
        return Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Int[0, 3], Gen.Char).Array[0, 3].Select(changes => changes.Aggregate(Sound, (text, change) =>
        {
            var at = Math.Min(change.Item1, Math.Max(0, text.Length - 1));
            return text.Length == 0 ? text : change.Item2 switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, text[at].ToString()),
                2 => text.Insert(at, change.Item3.ToString()),
                _ => text[..at],
            };
        }));
    }
}
