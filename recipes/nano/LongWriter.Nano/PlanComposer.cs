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

    public List<ComposedStep> Compose(Subject subject, string kind, int words, double grain = 1)
    {
        var story = kind.StartsWith("story", StringComparison.Ordinal);
        var count = StepCount(words, grain);
        var facets = (story ? bank.Scenes : bank.Facets).ToArray();
        random.Shuffle(facets);
        var own = story ? [] : subject.Facets;
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
            var budget = Math.Clamp((int)Math.Round(words * shares[i] / total / 10) * 10, 50, 1000);
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
