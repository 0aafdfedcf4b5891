namespace LongWriter.Writing;

/// <summary>
/// The text so far as prompts carry it. It grows at its end only; where the model's context is too short it loses whole sections at
/// its front, many at once, so that the prefix that a cache can serve changes rarely.
/// </summary>
internal sealed class History(ContextWindow? window)
{
    /// <summary>History kept after a cut, at the least.</summary>
    public const int LeastTokens = 1200;

    private readonly List<(Section Section, int Tokens)> _sections = [];
    private int _from;

    /// <summary>The sections' text from the first kept one on.</summary>
    public string Text => string.Join("\n\n", _sections.Skip(_from).Select(entry => entry.Section.Text));

    public void Add(Section section) => _sections.Add((section, window?.Count("\n\n" + section.Text) ?? 0));

    /// <summary>Cuts the front where history, the rest of the prompt and the answer exceed the context.</summary>
    /// <param name="others">Tokens of everything else in the prompt.</param>
    /// <param name="answer">Tokens kept free for the answer.</param>
    /// <returns>The cut, or null where everything fits or nothing is left to cut.</returns>
    public HistoryWindowed? Fit(int others, int answer)
    {
        if (window is null || others + answer + Tokens(_from) <= window.Tokens)
        {
            return null;
        }

        // From the back: as many sections as the least asks for, and no more than fit.
        var from = _sections.Count;
        while (from > _from && Tokens(from) < LeastTokens && others + answer + Tokens(from - 1) <= window.Tokens)
        {
            from--;
        }

        if (from == _from)
        {
            return null; // nothing left to cut
        }

        _from = from;
        return new HistoryWindowed(_from < _sections.Count ? _sections[_from].Section.Number : _sections.Count + 1, Tokens(_from));
    }

    private int Tokens(int from) => _sections.Skip(from).Sum(entry => entry.Tokens);
}
