namespace LongWriter.Fakes;

/// <summary>What a call asks for.</summary>
internal enum Place
{
    Plan,
    Outline,
    ChapterPlan,
    Summary,
    Section,
    Continuation,
    Critique,
    Rewrite,
    Direct,
}

/// <summary>A model that writes short and well, but for the calls of one place, of which so many answers are spoilt.</summary>
internal sealed class FailingWriter(Place place, FailureText failure, int times) : CountingWriter(habit: place == Place.Continuation ? 0.5 : 1, planned: 100)
{
    /// <summary>Answers spoilt so far.</summary>
    public int Spoilt { get; private set; }

    protected override Reply Reply(string prompt, long seed)
    {
        var asked = Asked(prompt);
        var answer = asked switch
        {
            Place.Critique => "- Be plainer in the second sentence.",
            Place.Direct => Answer("Paragraph 1 - Main Point: All of it - Word Count: 300 words", seed),
            _ => Answer(prompt, seed),
        };
        if (asked != place || Spoilt == times)
        {
            return answer;
        }

        Spoilt++;
        return failure.Spoil(answer);
    }

    private static Place Asked(string prompt) =>
        prompt.StartsWith("Plan the chapters", StringComparison.Ordinal) ? Place.Outline
        : prompt.StartsWith("Plan a long text", StringComparison.Ordinal) ? Place.Plan
        : prompt.Contains("The chapter to plan: ", StringComparison.Ordinal) ? Place.ChapterPlan
        : prompt.StartsWith("Here is a finished chapter", StringComparison.Ordinal) ? Place.Summary
        : prompt.Contains("stops too early. Go on", StringComparison.Ordinal) ? Place.Continuation
        : prompt.Contains("Read the last section above as its editor", StringComparison.Ordinal) ? Place.Critique
        : prompt.Contains("An editor says of the last section above", StringComparison.Ordinal) ? Place.Rewrite
        : prompt.Contains("Write only the next section now", StringComparison.Ordinal) ? Place.Section
        : Place.Direct;
}
