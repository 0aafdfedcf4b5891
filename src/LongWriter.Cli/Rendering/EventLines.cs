using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Cli.Rendering;

/// <summary>Every event as one line of JSON.</summary>
internal sealed class EventLines(TextWriter output) : IEventReader
{
    public async Task ReadAsync(WritingEvent happened)
    {
        await output.WriteLineAsync(JsonSerializer.Serialize(happened, EventJson.Options));
        await output.FlushAsync();
    }

    public Task CloseAsync() => Task.CompletedTask;
}
