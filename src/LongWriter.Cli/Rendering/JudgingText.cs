using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Judging.Agreements;
using LongWriter.Evaluation.Running;

namespace LongWriter.Cli.Rendering;

/// <summary>What there is to say of judging when it is done: what could not be scored and why, how far the votes agree, what the figures compare with.</summary>
internal sealed class JudgingText(TextWriter error)
{
    /// <summary>Reasons that are shown of votes without scores.</summary>
    private const int MostReasons = 5;

    public async Task WriteAsync(EvaluationFolder folder, IReadOnlyList<Judgement> judgements)
    {
        foreach (var judge in judgements.GroupBy(judgement => judgement.Judge, StringComparer.Ordinal))
        {
            var parts = judge.Count(judgement => judgement.Part != Judgement.Whole);
            await error.WriteLineAsync($"{judge.Key}: {judge.Count(judgement => judgement.Scores is not null):N0} of {judge.Count():N0} votes scored, {judge.Sum(judgement => judgement.Retries):N0} asked again{(parts > 0 ? $", {parts:N0} of texts in parts" : "")}");
            foreach (var reason in judge.Where(judgement => judgement.Problem is not null).GroupBy(judgement => judgement.Problem!, StringComparer.Ordinal).OrderByDescending(reason => reason.Count()).Take(MostReasons))
            {
                await error.WriteLineAsync($"  unscored {reason.Count():N0}×: {Printable.Of(reason.Key)}");
            }

            if (judge.Key == folder.Info.Model)
            {
                await error.WriteLineAsync("  It judges its own texts; judges tend to favour those.");
            }

            if (JudgeTemplate.NotComparable(judge.FirstOrDefault(judgement => judgement.Part != Judgement.Whole) ?? judge.First()) is { } not)
            {
                await error.WriteLineAsync($"  {not}");
            }
        }

        await WriteAsync("agreement of judges", JudgeAgreement.Between(judgements));
        foreach (var (judge, agreements) in JudgeAgreement.Within(judgements))
        {
            await WriteAsync($"agreement of the votes of {judge}", agreements);
        }
    }

    private async Task WriteAsync(string what, IReadOnlyList<Agreement> agreements)
    {
        if (agreements.Count == 0)
        {
            return;
        }

        await error.WriteLineAsync($"{what} (Krippendorff's alpha, {agreements[^1].Units:N0} texts)  interval  ordinal");
        foreach (var agreement in agreements)
        {
            await error.WriteLineAsync($"  {agreement.Dimension?.Name() ?? "S_q",-20} {Alpha(agreement.Interval)}  {Alpha(agreement.Ordinal)}");
        }
    }

    private static string Alpha(double? alpha) => alpha is { } known ? $"{known,8:0.000}" : "       –";
}
