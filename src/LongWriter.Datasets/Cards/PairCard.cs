using LongWriter.Datasets.Building;
using LongWriter.Datasets.Files;
using LongWriter.Datasets.Pairing;

namespace LongWriter.Datasets.Cards;

/// <summary>The card of preference pairs. Where no judge ranked them, it says so first of all.</summary>
internal static class PairCard
{
    public static string Of(BuildInfo info, string output, IReadOnlyDictionary<Reason, long> counts, PairFigures figures)
    {
        var settings = info.Settings;
        var isJudged = info.JudgeHash is not null;
        var page = new Markdown().Head(Path.GetFileName(output)).Heading(1, "Data card");
        page.Paragraph($"Preference pairs, made by `longwriter data pairs`. Begun {info.Created:yyyy-MM-dd HH:mm} UTC.");
        if (!isJudged)
        {
            page.Block("**No judge read these answers.** They are ranked by S_l (where the instruction states a length), by repetition and by the coverage of the plan: by what a program can count. Nothing here says which answer is better written.");
        }

        page.Heading(2, "Sources").Table([["what", "value"], ["instructions", info.Source], ["its SHA-256", info.SourceSha256], ["rows in it", counts.Values.Sum()]]);
        page.Heading(2, "How the pairs were made").Table(
        [
            ["what", "value"],
            ["model", settings.Model],
            ["method", $"{CardWords.Of(settings.Strategy)}{(settings.Strategy == Strategies.WritingStrategy.Direct ? "" : $", prompts `{settings.Template}`")}"],
            ["hash of the prompts", settings.TemplateHash],
            ["temperature", settings.Temperature?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "the model's own"],
            ["answers an instruction", info.Samples!.Value],
            ["judge", info.Judge!],
            ["hash of the judge's prompts", info.JudgeHash ?? "no judge"],
            ["score", isJudged ? "the mean of S_q and, where a length is stated, S_l" : "the mean of 100 × (1 − repetition), 100 × coverage and, where a length is stated, S_l"],
            ["pair", "the best answer against one of those that score less, drawn"],
            ["seed", info.Seed],
        ]);
        page.Heading(2, "Filters").Counts(counts);
        if (figures.Pairs > 0)
        {
            page.Heading(2, "The pairs").Paragraph($"{figures.Pairs:N0} pairs. Mean score of the chosen answers {figures.ChosenScore / figures.Pairs:F1}, of the rejected {figures.RejectedScore / figures.Pairs:F1}. The chosen answer is the longer one in {figures.LongerChosen:N0}.");
        }

        var stem = Beside.Stem(output);
        page.Heading(2, "Files").Table(
        [
            ["file", "what"],
            [Path.GetFileName(output), "the pairs (`prompt`, `chosen`, `rejected`, lists of messages), for TRL and Hugging Face datasets"],
            [stem + ".llama-factory.jsonl", "the same pairs, an answer as one message, for LLaMA-Factory; dataset_info.json tells it so"],
            [stem + ".evidence.jsonl", "every instruction with all its answers' scores, and why it is a pair or not"],
            [stem + ".work/", "the work: answers and judgements, which resuming needs"],
        ]);
        return page.ToString();
    }
}
