using System.Text;
using System.Text.RegularExpressions;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Cli.Rendering;

/// <summary>Hands a run's events to all readers and keeps what is needed when it ends or breaks off.</summary>
internal sealed partial class WritingRun(IReadOnlyList<IEventReader> readers)
{
    private readonly StringBuilder _current = new();
    private readonly List<Section> _sections = [];
    private bool _closed;

    public RunStarted? Started { get; private set; }

    public PlanReady? Plan { get; private set; }

    public IReadOnlyList<Section> Sections => _sections;

    public DocumentFinished? Finished { get; private set; }

    public async Task ReadAsync(IAsyncEnumerable<WritingEvent> events)
    {
        await foreach (var happened in events)
        {
            Keep(happened);
            foreach (var reader in readers)
            {
                await reader.ReadAsync(happened);
            }
        }
    }

    public async Task CloseAsync()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        foreach (var reader in readers)
        {
            await reader.CloseAsync();
        }
    }

    /// <summary>What stands now: the finished sections and the whole sentences of the one in hand.</summary>
    public Document Partial()
    {
        var partial = WholeSentences().Match(_current.ToString()).Value;
        return new Document(Started?.Title ?? "", partial.Length == 0 ? _sections : [.. _sections, new Section(_sections.Count + 1, partial, WordCount.Of(partial))]);
    }

    private void Keep(WritingEvent happened)
    {
        switch (happened)
        {
            case RunStarted started: Started = started; break;
            case PlanReady plan: Plan = plan; break;
            case SectionStarted or SectionRestarted: _current.Clear(); break;
            case TextDelta delta: _current.Append(delta.Text); break;
            case TextWithdrawn withdrawn: _current.Length = withdrawn.Length; break;
            case SectionFinished finished:
                _sections.Add(finished.Section);
                _current.Clear();
                break;
            case DocumentFinished document: Finished = document; break;
        }
    }

    // A stop with more text right behind it ("3.5", "example.org") ends no sentence; Chinese ones need no space behind.
    [GeneratedRegex(@"^.*(?:[.!?…][""'”’)\]]*(?=\s|$)|[。！？][”’」』）]*)", RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex WholeSentences();
}
