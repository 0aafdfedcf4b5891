using System.Text.Json;
using LongWriter.Datasets.Statistics;
using LongWriter.Runs;

namespace LongWriter.Datasets.Cards;

/// <summary>What cards of all kinds say in the same words.</summary>
internal static class CardParts
{
    /// <summary>Tells Hugging Face which of the files that lie together to load. What stands in quotes is JSON, and YAML too.</summary>
    public static Markdown Head(this Markdown page, string file) =>
        page.Block($"---\nconfigs:\n- config_name: default\n  data_files: {JsonSerializer.Serialize(file, EventJson.Options)}\n---");

    /// <summary>Rows by what became of them, and what each reason means.</summary>
    public static Markdown Counts(this Markdown page, IReadOnlyDictionary<Reason, long> counts) => page.Table(
        counts.Where(pair => pair.Value > 0).Select(pair => (IReadOnlyList<object>)[pair.Key.Name(), pair.Value, Meaning(pair.Key)]).Prepend(["verdict", "rows", "meaning"]));

    /// <summary>What the rows are like.</summary>
    public static Markdown Statistics(this Markdown page, StatisticsReport report)
    {
        if (report.Rows == 0)
        {
            return page.Block("No row is left.");
        }

        page.Paragraph($"{report.Rows:N0} rows, {report.TotalWords:N0} words in their answers, {report.MeanWords:N0} a row. {report.StatedLengths:N0} instructions state exactly one length{(report.MeanLengthScore is { } score ? $", met with a mean S_l of {score:F1}" : "")}. {report.Duplicates:N0} rows are duplicates; {100 * report.MeanRepetition:F1}% of all sentences of eight words or more stood before in their text.");
        page.Table(report.Lengths.Select(bucket => (IReadOnlyList<object>)[StatisticsText.Range(bucket), bucket.Rows]).Prepend(["words of the answer", "rows"]));
        page.Table(report.Languages.Select(pair => (IReadOnlyList<object>)[pair.Key, pair.Value]).Prepend(["language", "rows"]));
        return report.Types is { Count: 1 } types && types.ContainsKey("") ? page
            : page.Table(report.Types.Select(pair => (IReadOnlyList<object>)[StatisticsText.Named(pair.Key), pair.Value]).Prepend(["type", "rows"]));
    }

    private static string Meaning(Reason reason) => reason switch
    {
        Reason.Kept => "in the data set",
        Reason.BadRow => "cannot be read, or lacks what is needed",
        Reason.Language => "in a language that the model does not write",
        Reason.NoLength => "the instruction does not state exactly one length",
        Reason.FailedInstruction => "no usable instruction for the text",
        Reason.FailedPlan => "no usable plan",
        Reason.FailedText => "no usable text",
        Reason.Refused => "the text, or a section of it, is a refusal",
        Reason.Looping => "the text repeats itself",
        Reason.TooShort => "less than half of the words aimed at",
        Reason.OffLength => "too far from the length asked for",
        Reason.TooLong => "more words than the cap",
        Reason.NotDrawn => "not drawn",
        Reason.Unscored => "fewer than two answers could be scored",
        _ => "all answers score the same",
    };
}
