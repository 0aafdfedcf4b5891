namespace LongWriter.Writing;

/// <summary>
/// The text so far as prompts carry it. It grows at its end only; finished chapters are put together as summaries at a chapter's end,
/// and where the model's context is too short whole sections are left out at the front, many at once: the prefix that a cache can serve
/// changes rarely.
/// </summary>
/// <param name="tokens">Tokens that a section takes in a prompt.</param>
/// <param name="summarizes">Whether finished chapters stand as their summaries.</param>
internal sealed class History(ContextWindow? window, Func<ContextWindow, Turn, int> tokens, bool summarizes = false)
{
    /// <summary>History kept after a cut, at the least.</summary>
    public const int LeastTokens = 1200;

    /// <summary>Summaries take no more than this share of the context; the oldest are left out.</summary>
    private const double SummaryShare = 0.15;

    /// <summary>Entries of the ledger that go along; the oldest are left out.</summary>
    private const int MostEntries = 60;

    private readonly List<(int Number, Turn Turn, int Tokens)> _sections = [];
    private readonly List<string> _summaries = [];
    private readonly List<string> _ledger = [];
    private int _from;
    private string _front = "";

    /// <summary>Summaries and ledger, then the sections' text from the first kept one on.</summary>
    public TextSoFar Text => new(_front, [.. _sections.Skip(_from).Select(entry => entry.Turn)]);

    /// <summary>What the finished chapters say, "" before the first.</summary>
    public string Finished { get; private set; } = "";

    /// <param name="step">The plan line that the section was asked for with.</param>
    public void Add(Section section, string step)
    {
        var turn = new Turn(step, section.Text);
        _sections.Add((section.Number, turn, window is null ? 0 : tokens(window, turn)));
    }

    /// <summary>Notes that a chapter is finished; the sections so far then stand as summaries where the policy says so.</summary>
    public void Add(Chapter chapter)
    {
        _summaries.Add(chapter.Summary);
        _ledger.AddRange(chapter.Ledger.Except(_ledger, StringComparer.OrdinalIgnoreCase));
        var kept = Enumerable.Range(0, _summaries.Count).Select(Newest).TakeWhile(text => window is null || window.Count(text) <= SummaryShare * window.Tokens).LastOrDefault() ?? "";
        IEnumerable<string> entries = _ledger.TakeLast(MostEntries).Select(entry => "- " + entry);
        var ledger = _ledger.Count == 0 ? "" : "Names, facts and figures so far:\n" + string.Join('\n', entries);
        Finished = string.Join("\n\n", new[] { kept, ledger }.Where(text => text.Length > 0));
        if (summarizes)
        {
            (_from, _front) = (_sections.Count, Finished);
        }

        string Newest(int older) => string.Join("\n\n", _summaries.TakeLast(older + 1));
    }

    /// <summary>Cuts the front where history, the rest of the prompt and the answer exceed the context.</summary>
    /// <param name="others">Tokens of everything else in the prompt.</param>
    /// <param name="answer">Tokens kept free for the answer.</param>
    /// <returns>The cut, or null where everything fits or nothing is left to cut.</returns>
    public HistoryWindowed? Fit(int others, int answer)
    {
        var taken = others + answer;
        if (window is null || taken + Front() + Tokens(_from) <= window.Tokens)
        {
            return null;
        }

        // From the back: as many sections as the least asks for, and no more than fit. Summaries go last.
        var front = taken + Front() <= window.Tokens ? Front() : 0;
        var from = _sections.Count;
        while (from > _from && Tokens(from) < LeastTokens && taken + front + Tokens(from - 1) <= window.Tokens)
        {
            from--;
        }

        if (from == _from && (front > 0 || _front.Length == 0))
        {
            return null; // nothing left to cut
        }

        (_from, _front) = (from, front > 0 ? _front : "");
        return new HistoryWindowed(_from < _sections.Count ? _sections[_from].Number : _sections.Count + 1, Tokens(_from));
    }

    private int Front() => _front.Length == 0 ? 0 : window!.Count(_front + "\n\n");

    private int Tokens(int from) => _sections.Skip(from).Sum(entry => entry.Tokens);

    /// <summary>A finished chapter as later prompts carry it.</summary>
    internal sealed record Chapter(string Summary, IReadOnlyList<string> Ledger);
}
