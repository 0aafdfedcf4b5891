using LongWriter.Cli.Rendering;
using LongWriter.Planning;

namespace LongWriter.Fakes;

/// <summary>Events of whole runs.</summary>
internal static class SampleRuns
{
    public static PlanReady Planned(int target, params int[] words) => new(Sample.Plan(words), target, new TokenUsage(0, 0, 0));

    public static RunStarted Started(string title = "The sea", int? target = 300) => new("Write about the sea", title, "scripted-1", "longwriter", "0123456789abcdef", 7, target);

    /// <summary>What the core yields where the model writes these sections, streamed in pieces of odd lengths.</summary>
    public static async Task<List<WritingEvent>> EventsAsync(Plan plan, params string[] sections)
    {
        using var client = new ScriptedChatClient([.. sections.Select(text => new Reply(text) { Pieces = [1, 5, 2, 9], Usage = new() { InputTokenCount = 10, CachedInputTokenCount = 4, OutputTokenCount = 3 } })]);
        var events = new List<WritingEvent>();
        await foreach (var happened in new DocumentWriter(client, null, new ManualTime(TimeSpan.FromSeconds(2))).WriteAsync(new WritingRequest("Write about the sea") { Plan = plan, Seed = 7 }, TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        return events;
    }

    public static async Task<WritingRun> ReadAsync(IEnumerable<WritingEvent> events, params IEventReader[] readers)
    {
        var run = new WritingRun(readers);
        await run.ReadAsync(events.ToAsyncEnumerable());
        return run;
    }
}
