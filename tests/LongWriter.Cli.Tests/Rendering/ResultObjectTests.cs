using System.Text.Json;
using LongWriter.Cli.Rendering;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class ResultObjectTests
{
    [Fact]
    public async Task The_object_has_the_documented_fields()
    {
        var run = await SampleRuns.ReadAsync(await SampleRuns.EventsAsync(Sample.Plan(50, 50), Sample.Text("Mud", 50), Sample.Text("Stone", 75)));

        using var result = JsonDocument.Parse(ResultObject.Of(run, "a-run", "/tmp/out.md"));

        var root = result.RootElement;
        Assert.Equal(["run", "model", "words", "target_words", "length_score", "sections", "tokens", "seconds", "seed", "template", "template_hash", "output"], root.EnumerateObject().Select(field => field.Name));
        Assert.Equal("scripted-1", root.GetProperty("model").GetString());
        Assert.Equal((125, 100, 2), (root.GetProperty("words").GetInt32(), root.GetProperty("target_words").GetInt32(), root.GetProperty("sections").GetInt32()));
        Assert.Equal(91.67, root.GetProperty("length_score").GetDouble());
        Assert.Equal([("prompt", 20), ("cached", 8), ("completion", 6)], root.GetProperty("tokens").EnumerateObject().Select(field => (field.Name, field.Value.GetInt32())));
        Assert.Equal(2, root.GetProperty("seconds").GetDouble());
        Assert.Equal(7, root.GetProperty("seed").GetInt32());
        Assert.Equal("/tmp/out.md", root.GetProperty("output").GetString());
    }

    [Fact]
    public async Task Without_a_file_the_output_is_null()
    {
        var run = await SampleRuns.ReadAsync(await SampleRuns.EventsAsync(Sample.Plan(5), "Mud"));

        using var result = JsonDocument.Parse(ResultObject.Of(run, "a-run", null));

        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("output").ValueKind);
    }
}
