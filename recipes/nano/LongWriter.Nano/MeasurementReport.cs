using System.Globalization;

namespace LongWriter.Nano;

/// <summary>Measured documents as Markdown tables.</summary>
internal static class MeasurementReport
{
    public const string DocumentHeader = "| instruction | written | S_l | sections | rewritten | subject | other | own step | 4-grams | repeated | off frame | seconds | prefill |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|";

    public static string Document(MeasuredDocument row) => string.Create(CultureInfo.InvariantCulture, $"| {row.Instruction} | {row.Written} | {row.LengthScore:F1} | {row.Sections} | {row.Rewritten} | {row.SubjectShare:P0} | {row.OtherSubjects} | {row.OwnStepShare:P0} | {row.FourGrams:P1} | {row.MostRepeated} | {row.OffFrame:P1} | {row.Seconds:F1} | {row.Prefill:F2} |");

    /// <summary>A line per length asked for, and one for all. Shares of sections are over all sections of the line's documents.</summary>
    public static IEnumerable<string> Summary(IReadOnlyList<MeasuredDocument> documents)
    {
        yield return "| asked | documents | S_l mean | S_l least | plans unreadable | at once | sections | rewritten | subject in sections | other subjects | own step nearest | repeated 4-grams mean | worst | most repeated sentence | sentences off frame | seconds mean | prefill/document worst |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (var group in documents.GroupBy(document => document.Asked).OrderBy(group => group.Key))
        {
            yield return Line(group.Key.ToString("N0", CultureInfo.InvariantCulture), [.. group]);
        }

        yield return Line("all", documents);
    }

    /// <summary>A share of sections over several documents, each counted by its sections.</summary>
    public static double Share(IReadOnlyList<MeasuredDocument> documents, Func<MeasuredDocument, double> share) =>
        documents.Sum(document => share(document) * document.Sections) / Math.Max(1, documents.Sum(document => document.Sections));

    private static string Line(string name, IReadOnlyList<MeasuredDocument> all) => string.Create(CultureInfo.InvariantCulture, $"| {name} | {all.Count} | {all.Average(r => r.LengthScore):F1} | {all.Min(r => r.LengthScore):F1} | {all.Sum(r => r.UnreadablePlans)} | {all.Count(r => r.PlanCalls == 1)} | {all.Sum(r => r.Sections)} | {all.Sum(r => r.Rewritten)} | {Share(all, r => r.SubjectShare):P1} | {all.Sum(r => r.OtherSubjects)} | {Share(all, r => r.OwnStepShare):P1} | {all.Average(r => r.FourGrams):P1} | {all.Max(r => r.FourGrams):P1} | {all.Max(r => r.MostRepeated)} | {all.Average(r => r.OffFrame):P1} | {all.Average(r => r.Seconds):F1} | {all.Max(r => r.Prefill):F2} |");
}
