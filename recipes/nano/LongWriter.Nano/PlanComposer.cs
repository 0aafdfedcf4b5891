namespace LongWriter.Nano;

/// <summary>One step of a composed plan.</summary>
/// <param name="Point">The main point as the plan line words it.</param>
/// <param name="Slots">The words the section is filled with: F, P, T, X, and A in stories.</param>
internal sealed record ComposedStep(string Point, int Words, Facet Facet, IReadOnlyDictionary<string, string> Slots)
{
    public string Line(int number) => $"Paragraph {number} - Main Point: {Point} - Word Count: {Words} words";
}

/// <summary>Composes a plan: as many steps as the length wants, each a facet of its own, in the order of their stages.</summary>
internal sealed class PlanComposer(Bank bank, Random random)
{
    /// <summary>Steps for a document of that many words: sections grow with the document, from 250 words at 1,000 to 650 at 20,000.</summary>
    /// <param name="grain">Size of a section against the usual.</param>
    public static int StepCount(int words, double grain = 1)
    {
        var each = Math.Clamp(250 * grain * Math.Pow(words / 1000.0, 0.32), 150, 950);
        return Math.Max(1, (int)Math.Round(words / each));
    }

    public List<ComposedStep> Compose(Subject subject, string kind, int words, double grain = 1) =>
        Compose(subject, kind, subject.Facets, StepCount(words, grain), words, unit: 10, most: 1000);

    /// <summary>The chapters of a text, 2,000 to 8,000 words each.</summary>
    public List<ComposedStep> Chapters(Subject subject, string kind, int words)
    {
        var count = Math.Max(2, (int)Math.Round(words / (2800 + (3000 * random.NextDouble()))));
        return Compose(subject, kind, subject.Facets, count, words, unit: 100, most: 8000);
    }

    /// <summary>The sections of one chapter: its own facet is among theirs.</summary>
    public List<ComposedStep> Sections(Subject subject, string kind, ComposedStep chapter) =>
        Compose(subject, kind, [chapter.Facet, .. subject.Facets.Where(facet => facet.Name != chapter.Facet.Name)], StepCount(chapter.Words), chapter.Words, unit: 10, most: 1000);

    /// <param name="first">Facets that come before all others.</param>
    /// <param name="unit">Budgets are multiples of this.</param>
    /// <param name="most">Most words of a step.</param>
    private List<ComposedStep> Compose(Subject subject, string kind, Facet[] first, int count, int words, int unit, int most)
    {
        var story = kind.StartsWith("story", StringComparison.Ordinal);
        var facets = (story ? bank.Scenes : bank.Facets).ToArray();
        random.Shuffle(facets);
        var own = story && first.Length > 1 ? [] : first;
        var chosen = own.Take(Math.Max(1, count * 2 / 3)).Concat(facets).DistinctBy(facet => facet.Name, StringComparer.Ordinal).Take(count).OrderBy(facet => facet.Stage).ToList();
        var frames = (Frame[])(story ? bank.StoryPlans : bank.Plans).Clone();
        random.Shuffle(frames);
        var hero = Frame.Pick(bank.Names, random);

        // Budgets differ little: the first of them then tells the model how many steps are to come.
        var shares = chosen.Select(_ => 0.9 + (0.2 * random.NextDouble())).ToArray();
        var total = shares.Sum();
        return [.. chosen.Select((facet, i) =>
        {
            var slots = Slots(subject, facet, kind == "story-person" ? Frame.Pick(bank.Names, random) : hero);
            var budget = Math.Clamp((int)Math.Round(words * shares[i] / total / unit) * unit, unit * 5, most);
            return new ComposedStep(frames[i % frames.Length].Fill(slot => slots[slot], random), budget, facet, slots);
        })];
    }

    /// <summary>The words a section about that facet is filled with.</summary>
    public Dictionary<string, string> Slots(Subject subject, Facet facet, string name) => new(StringComparer.Ordinal)
    {
        ["S"] = subject.Named,
        ["F"] = facet.Name,
        ["P"] = Frame.Pick(facet.People, random),
        ["T"] = Frame.Pick(facet.Things, random),
        ["X"] = Frame.Pick(facet.Troubles, random),
        ["A"] = name,
    };
}
