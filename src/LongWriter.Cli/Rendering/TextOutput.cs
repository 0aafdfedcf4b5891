using System.Text;

namespace LongWriter.Cli.Rendering;

/// <summary>
/// The document as Markdown on a stream, as it is written: title, then each section with its first line as heading. The same bytes
/// as the file that -o writes.
/// </summary>
internal sealed class TextOutput(TextWriter output) : IEventReader
{
    private readonly StringBuilder _heading = new();
    private bool _inBody;
    private bool _bodyBegun;

    public async Task ReadAsync(WritingEvent happened)
    {
        switch (happened)
        {
            case RunStarted started:
                await output.WriteAsync($"# {started.Title}\n");
                break;
            case SectionStarted:
                _heading.Clear();
                _inBody = _bodyBegun = false;
                break;
            case TextDelta delta:
                await WriteAsync(delta.Text);
                break;
            case SectionFinished when !_inBody:
                await output.WriteAsync($"\n## {_heading.ToString().Trim()}\n");
                break;
            case SectionFinished:
                await output.WriteAsync(_bodyBegun ? "\n" : "");
                break;
        }

        await output.FlushAsync();
    }

    public Task CloseAsync() => output.FlushAsync();

    private async Task WriteAsync(string text)
    {
        if (!_inBody)
        {
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            _heading.Append(end < 0 ? text : text[..end]);
            if (end < 0)
            {
                return;
            }

            _inBody = true;
            await output.WriteAsync($"\n## {_heading.ToString().Trim()}\n");
            text = text[end..];
        }

        if (!_bodyBegun)
        {
            text = text.TrimStart();
            if (text.Length == 0)
            {
                return;
            }

            _bodyBegun = true;
            await output.WriteAsync('\n');
        }

        await output.WriteAsync(text);
    }
}
