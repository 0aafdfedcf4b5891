using LongWriter.Writing;

namespace LongWriter.Cli.Rendering;

/// <summary>
/// The document as Markdown on a stream, a section as soon as it is final: what was printed cannot be taken back, and a section in hand
/// may still be cut or written again. The same bytes as the file that -o writes.
/// </summary>
internal sealed class TextOutput(TextWriter output) : IEventReader
{
    public async Task ReadAsync(WritingEvent happened)
    {
        switch (happened)
        {
            case RunStarted started:
                await output.WriteAsync(Document.TitleMarkdown(started.Title));
                await output.FlushAsync();
                break;
            case SectionFinished finished:
                await output.WriteAsync(finished.Section.ToMarkdown());
                await output.FlushAsync();
                break;
        }
    }

    public Task CloseAsync() => output.FlushAsync();
}
