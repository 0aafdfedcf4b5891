namespace LongWriter.Strategies;

/// <summary>What an earlier attempt at a run left behind, by what it is: outline, plans, chapters, sections.</summary>
internal sealed class Past
{
    private readonly Dictionary<int, PlanReady> _plans = [];
    private readonly Dictionary<int, ChapterFinished> _chapters = [];
    private readonly Dictionary<int, SectionFinished> _sections = [];

    public Past(IEnumerable<WritingEvent> events)
    {
        foreach (var happened in events)
        {
            switch (happened)
            {
                case OutlineReady outline: Outline = outline; break;
                case PlanReady plan: _plans[plan.Chapter] = plan; break;
                case ChapterFinished chapter: _chapters[chapter.Chapter] = chapter; break;
                case SectionFinished section: _sections[section.Section.Number] = section; break;
            }
        }
    }

    public OutlineReady? Outline { get; }

    /// <summary>Finished sections.</summary>
    public int Sections => _sections.Count;

    /// <summary>Their words.</summary>
    public int Words => _sections.Values.Sum(section => section.Section.Words);

    /// <param name="chapter">The chapter's number, or 0 for the plan of a document without chapters.</param>
    public PlanReady? Plan(int chapter) => _plans.GetValueOrDefault(chapter);

    public ChapterFinished? Chapter(int chapter) => _chapters.GetValueOrDefault(chapter);

    public SectionFinished? Section(int number) => _sections.GetValueOrDefault(number);
}
