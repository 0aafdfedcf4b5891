using System.Globalization;
using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Rows;
using LongWriter.Datasets.Statistics;
using LongWriter.Text;
using LongWriter.Writing.Guards;

namespace LongWriter.Datasets.Building;

/// <summary>What a composed text becomes: a row, or a reason why there is none. The first rule that finds something decides.</summary>
internal sealed class Filters(Recipe recipe, Variant variant)
{
    /// <param name="line">The row's line in the file that came in.</param>
    public (ChatRow? Row, Verdict Verdict) Judge(long line, InstructionRow row, Composition composed)
    {
        var asked = TargetLength.Read(composed.Instruction);
        var labels = 0;
        List<string> sections = [];
        foreach (var section in composed.Sections)
        {
            sections.Add(Labels.Strip(section, out var count));
            labels += count;
        }

        var text = string.Join("\n\n", sections.Where(section => section.Length > 0));
        var words = WordCount.Of(text);
        var score = asked is { } length ? LengthScore.Of(length, words) : (double?)null;
        var (reason, detail) = Find(composed, sections, text, words, asked, score);
        var verdict = new Verdict(line, row.Id, reason, reason == Reason.Kept && labels > 0 ? Invariant($"{labels} labels taken off") : detail)
        {
            Length = asked,
            Words = composed.Problem is null ? words : null,
            LengthScore = composed.Problem is null && score is { } exact ? Math.Round(exact, 2) : null,
        };
        return reason != Reason.Kept ? (null, verdict) : (new ChatRow([new Turn(Turn.User, composed.Instruction), new Turn(Turn.Assistant, Answer(composed, text))]) { Id = row.Id, Type = row.Type, Length = asked, Words = words }, verdict);
    }

    /// <summary>What can be said before anything is written, so that nothing is paid for a row that would be dropped.</summary>
    public Verdict? Early(long line, InstructionRow row) =>
        variant != Variant.Backtranslate && recipe.NeedsLength && TargetLength.Read(row.Instruction) is null ? new Verdict(line, row.Id, Reason.NoLength) : null;

    private (Reason Reason, string Detail) Find(Composition composed, List<string> sections, string text, int words, int? asked, double? score)
    {
        if (composed.Problem is { } problem)
        {
            return (problem, composed.Detail);
        }

        if (recipe.NeedsLength && asked is null)
        {
            return (Reason.NoLength, "");
        }

        if (Refusal.Is(text) || sections.Exists(Refusal.Is))
        {
            return (Reason.Refused, "");
        }

        if (sections.Exists(section => LoopDetector.Find(section) is not null))
        {
            return (Reason.Looping, "a section ends in a cycle");
        }

        var repeated = RepeatedSentences.Share(text);
        return repeated > Recipe.MostRepeated ? (Reason.Looping, Invariant($"{100 * repeated:F0}% of its sentences stood before"))
            : words < Recipe.LeastShare * (asked ?? composed.Aimed ?? 0) || words == 0 ? (Reason.TooShort, Invariant($"{words} words of {asked ?? composed.Aimed ?? 0}"))
            : score < recipe.LeastScore ? (Reason.OffLength, Invariant($"{words} words of {asked}, S_l {score:F1}"))
            : (Reason.Kept, "");
    }

    private string Answer(Composition composed, string text) => variant == Variant.Plan && composed.Plan is { } plan ? $"{plan}\n\n{text}" : text;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
