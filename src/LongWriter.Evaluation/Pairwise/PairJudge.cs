using LongWriter.Evaluation.Judging;

namespace LongWriter.Evaluation.Pairwise;

/// <summary>Has a judge say which of two texts is better, in one order. Asking in both is <see cref="PairRun"/>'s.</summary>
/// <remarks>Both texts are shown whole: a pair that is longer than the judge can read has no preference.</remarks>
internal sealed class PairJudge(JudgeOptions options)
{
    private static readonly string s_template = JudgeTemplate.Resource("pair.txt");
    private static readonly string s_repair = JudgeTemplate.Resource("pair-repair.txt");

    /// <summary>What the judge is asked, as <see cref="PairJudgement.Texts"/> has it.</summary>
    public string HashOf(string request, string first, string second) => JudgeTemplate.Hex($"{s_template}\0{options.Temperature}\0{options.Seed}\0{request}\0{first}\0{second}")[..16];

    /// <returns>A comparison without the names of its item and runs.</returns>
    public async Task<PairJudgement> CompareAsync(Judge judge, string request, string first, string second, CancellationToken cancellationToken)
    {
        var texts = HashOf(request, first, second);
        var comparison = new PairJudgement("", 0, "", "", judge.Name, null) { Texts = texts };
        if (string.IsNullOrWhiteSpace(first) || string.IsNullOrWhiteSpace(second))
        {
            return comparison with { Problem = "there is no text to compare" };
        }

        var prompt = PromptSlots.Fill(s_template, ("$INST$", request), ("$FIRST$", first), ("$SECOND$", second), ("$MARK$", texts[..12]));
        if (judge.Context is { } context && context.Count(prompt) + (2 * options.MaxOutputTokens) > context.Tokens)
        {
            return comparison with { Problem = $"both texts together are longer than the judge's context of {context.Tokens:N0} tokens" };
        }

        var outcome = await new JudgeCall<object>(judge, options, PreferenceReader.Read!, s_repair).AskAsync(prompt, "pair", options.MaxOutputTokens, cancellationToken).ConfigureAwait(false);
        return comparison with { Better = (Preference?)outcome.Value, Raw = outcome.Raw, Problem = outcome.Problem, Retries = outcome.Retries, Usage = outcome.Usage };
    }
}
