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

    public static async Task ReadAsync(DocumentWriter writer, WritingRequest request, List<WritingEvent> events)
    {
        await foreach (var happened in writer.WriteAsync(request, TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }
    }
}
