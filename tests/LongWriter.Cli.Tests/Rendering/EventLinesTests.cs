using System.Text.Json;
using LongWriter.Cli.Rendering;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class EventLinesTests
{
    [Fact]
    public async Task Every_event_is_one_line_of_JSON_with_its_name_first()
    {
        List<WritingEvent> events = [.. await SampleRuns.EventsAsync(Sample.Plan(10), "Mud \"und\" Straße\n\n中文 <b> & 'q' \u2028 \U0001F600 \0."), new HistoryWindowed(4, 1200), new SectionRestarted(2, "the answer was empty")];
        await using var output = new StringWriter { NewLine = "\n" };

        await SampleRuns.ReadAsync(events, new EventLines(output));

        var lines = output.ToString().Split('\n');
        Assert.Equal("", lines[^1]);
        var parsed = lines[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(events.Count, parsed.Count);
        Assert.All(lines[..^1], line => Assert.StartsWith("{\"event\":\"", line, StringComparison.Ordinal));
        Assert.Equal(
            ["run_started", "plan_ready", "section_started", "text_delta", "section_finished", "document_finished", "history_windowed", "section_restarted"],
            parsed.Select(json => json.GetProperty("event").GetString()).Distinct(StringComparer.Ordinal));
        var text = string.Concat(parsed.Where(json => json.GetProperty("event").GetString() == "text_delta").Select(json => json.GetProperty("text").GetString()));
        Assert.Equal("Mud \"und\" Straße\n\n中文 <b> & 'q' \u2028 ", text[..text.IndexOf('\u2028', StringComparison.Ordinal)] + "\u2028 ");
    }

    [Fact]
    public async Task Names_are_snake_case_and_hold_what_a_program_needs()
    {
        await using var output = new StringWriter();
        var reader = new EventLines(output);

        await reader.ReadAsync(SampleRuns.Started());
        await reader.ReadAsync(SampleRuns.Planned(300, 300));

        var lines = output.ToString().Split(Environment.NewLine);
        using var started = JsonDocument.Parse(lines[0]);
        using var planned = JsonDocument.Parse(lines[1]);
        Assert.Equal(["event", "instruction", "title", "model", "template", "template_hash", "seed", "target_words"], started.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal(300, planned.RootElement.GetProperty("target_words").GetInt32());
        Assert.Equal("Point A of the matter", planned.RootElement.GetProperty("plan").GetProperty("steps")[0].GetProperty("main_point").GetString());
    }
}
