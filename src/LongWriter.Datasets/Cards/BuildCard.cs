using LongWriter.Datasets.Building;
using LongWriter.Datasets.Statistics;

namespace LongWriter.Datasets.Cards;

/// <summary>The card of a build: where its rows come from, how they were written and chosen, and what they are like.</summary>
internal static class BuildCard
{
    public static string Of(BuildInfo info, Recipe recipe, IReadOnlyDictionary<Reason, long> counts, StatisticsReport report, TokenUsage usage)
    {
        var settings = info.Settings;
        var page = new Markdown().Head("data.parquet").Heading(1, "Data card");
        page.Paragraph($"Long answers to instructions, built by `longwriter data build`. Begun {info.Created:yyyy-MM-dd HH:mm} UTC.");
        page.Heading(2, "Sources").Table([["what", "value"], ["instructions", info.Source], ["its SHA-256", info.SourceSha256], ["rows in it", counts.Values.Sum()]]);
        page.Heading(2, "How the answers were written").Table(
        [
            ["what", "value"],
            ["model", settings.Model],
            ["planner", settings.Planner ?? settings.Model],
            ["method", info.Variant == Variant.Backtranslate ? "the answers stood already; the model wrote the instructions" : $"{CardWords.Of(settings.Strategy)}, prompts `{settings.Template}`"],
            ["hash of the prompts", settings.TemplateHash],
            ["temperature", settings.Temperature?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "the model's own"],
            ["variant", info.Variant == Variant.Plan ? "plan: the answer opens with its plan" : info.Variant.ToString().ToLowerInvariant()],
            ["seed", info.Seed],
            ["tokens read", usage.Prompt],
            ["tokens written", usage.Completion],
        ]);
        page.Heading(2, "Filters");
        page.Paragraph($"Recipe `{recipe.Name}`: {(recipe.NeedsLength ? "the instruction states exactly one length" : "any instruction")}{(recipe.LeastScore > 0 ? $"; S_l of {recipe.LeastScore:F0} or more" : "")}. Labels of the plan are taken off the text. Out are: texts with less than {100 * Recipe.LeastShare:F0}% of the words aimed at (asked for, else planned), refusals, texts that end in a cycle or have more than {100 * Recipe.MostRepeated:F0}% of their sentences twice, failed plans and texts. Every row that came in has a line in `verdicts.jsonl`.");
        page.Counts(counts);
        page.Heading(2, "The rows").Statistics(report);
        page.Heading(2, "Files").Table(
        [
            ["file", "what"],
            ["data.jsonl", "the rows as chats (`messages`), for TRL, LLaMA-Factory and longwriter-train"],
            ["data.parquet", "the same rows as columns, for Hugging Face datasets"],
            ["dataset_info.json", "tells LLaMA-Factory the form of data.jsonl"],
            ["verdicts.jsonl", "what became of every row that came in, and why"],
            ["build.json, rows/", "the work: what resuming needs; a journal for each document"],
        ]);
        return page.ToString();
    }
}
