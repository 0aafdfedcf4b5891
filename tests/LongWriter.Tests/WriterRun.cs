using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Runs of the writer whose events are looked at afterwards.</summary>
internal static class WriterRun
{
    public static async Task<List<WritingEvent>> WriteAsync(IChatClient client, WritingRequest request, WriterOptions? options = null, TimeProvider? time = null)
    {
        var events = new List<WritingEvent>();
        await ReadAsync(new DocumentWriter(client, options, time), request, events);
        return events;
    }

    /// <summary>The plan and what was repaired in it.</summary>
    public static async Task<(PlanReady Ready, IReadOnlyList<string> Repairs)> PlanAsync(IChatClient client, WritingRequest request, WriterOptions? options = null, CancellationToken? token = null)
    {
        var events = new List<WritingEvent>();
        await foreach (var happened in new DocumentWriter(client, options).PlanAsync(request, token ?? TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        return (Assert.IsType<PlanReady>(events[^1]), [.. events.SkipLast(1).Cast<PlanRepaired>().Select(repair => repair.Reason)]);
    }

    /// <summary>What readers of the stream have of the first so many sections: their deltas, less what was withdrawn.</summary>
    public static IEnumerable<string> Streamed(IReadOnlyList<WritingEvent> events, int sections) => Enumerable.Range(1, sections).Select(section => events.Aggregate("", (text, happened) => happened switch
    {
        TextDelta delta when delta.Section == section => text + delta.Text,
        TextWithdrawn withdrawn when withdrawn.Section == section => text[..withdrawn.Length],
        SectionRestarted restarted when restarted.Section == section => "",
        _ => text,
    }));

    public static async Task ReadAsync(DocumentWriter writer, WritingRequest request, List<WritingEvent> events)
    {
        await foreach (var happened in writer.WriteAsync(request, TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }
    }
}
