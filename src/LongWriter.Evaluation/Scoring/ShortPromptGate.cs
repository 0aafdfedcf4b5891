using LongWriter.Evaluation.Comparing;

namespace LongWriter.Evaluation.Scoring;

/// <summary>
/// Whether a model trained for length still writes short texts: it against the model it was made from, on the items below 2,000 words that both
/// have. The paper's reviewers saw short prompts get worse.
/// </summary>
/// <param name="Against">The base, by the name it was given.</param>
/// <param name="Length">S_l of the model less that of its base, over the shared items.</param>
/// <param name="Quality">The same of S_q; null where not both are judged.</param>
public sealed record ShortPromptGate(string Against, Figure Length, Figure? Quality)
{
    /// <summary>A mean fall that fails, whatever its interval, in points of the score.</summary>
    public const double Margin = 5;

    /// <summary>The first length asked for that is not short, in words.</summary>
    public const int Below = 2000;

    /// <summary>No score fell by more than <see cref="Margin"/> on the mean, and none by more than chance allows (its interval below 0).</summary>
    public bool Passes => !Fell(Length) && (Quality is null || !Fell(Quality));

    /// <param name="name">What to call the base; its source where none is given.</param>
    /// <returns>Null where the two share no item below 2,000 words.</returns>
    public static ShortPromptGate? Of(ScoreReport model, ScoreReport against, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(against);
        var pairs = SharedItems.Of([model, against]).Where(item => item[0].Asked < Below).ToList();
        var length = Bootstrap.Mean(pairs.Select(pair => pair[0].LengthScore - pair[1].LengthScore), model.Seed);
        return length is null ? null : new ShortPromptGate(name ?? against.Source, length, Bootstrap.Mean(pairs.Select(pair => pair[0].Quality - pair[1].Quality).OfType<double>(), model.Seed));
    }

    private static bool Fell(Figure difference) => difference.Mean < -Margin || difference.High < 0;
}
