using LongWriter.Chat;
using LongWriter.Planning;
using LongWriter.Prompts;
using LongWriter.Text;
using LongWriter.Writing;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Strategies;

/// <summary>Sums up a finished chapter for the prompts of later ones: one call where the model can do it, else by its headings.</summary>
internal sealed class ChapterSummary(IChatClient client, WriterOptions options)
{
    /// <summary>A summary may be that long; beyond, it is cut at a sentence.</summary>
    private const int MostWords = 200;

    /// <summary>Tells the summary's seed from those of the plan of the same chapter.</summary>
    private const int Attempt = 63;

    /// <summary>Entries a chapter may add to the ledger, and the characters of one.</summary>
    private const int MostEntries = 10;
    private const int LongestEntry = 200;

    /// <param name="last">Whether no chapter follows: then nobody reads the summary, and no call is made for it.</param>
    public async Task<ChapterFinished> OfAsync(Chapter chapter, IReadOnlyList<Section> sections, long seed, bool last, CancellationToken cancellationToken)
    {
        var headings = ChapterDigest.Of(chapter, [.. sections.Select(section => section.Heading)]);
        if (last || !options.SumsUpChapters || options.History == HistoryPolicy.Full)
        {
            return new ChapterFinished(chapter.Number, headings, [], new TokenUsage(0, 0, 0));
        }

        var prompt = PromptTemplate.Summary(string.Join("\n\n", sections.Select(section => section.Text)));
        var response = await AnswerStream.WholeAsync(client, prompt, options.Call(CallSeed.Of(seed, -chapter.Number, Attempt), MostWords * 2), cancellationToken).ConfigureAwait(false);
        var (summary, ledger) = Read(response.Text, response.FinishReason == ChatFinishReason.Length);

        // A summary that is none is no reason to stop: the headings say what the chapter is about.
        return new ChapterFinished(chapter.Number, summary.Length > 0 ? $"Chapter {chapter.Number}: {summary}" : headings, ledger, TokenUsage.Of(response.Usage));
    }

    private static (string Summary, IReadOnlyList<string> Ledger) Read(string answer, bool isCutOff)
    {
        var text = Cleaning.Clean(answer);
        if (Unusable.Find(text) is not null)
        {
            return ("", []);
        }

        if (isCutOff)
        {
            // The last entry is half a one, or the last sentence half a sentence.
            text = text[..(text.LastIndexOf('\n') is > 0 and var line ? line : Sentences.Whole(text))];
        }

        var at = text.IndexOf("Ledger", StringComparison.OrdinalIgnoreCase);
        var summary = (at < 0 ? text : text[..at]).Trim(' ', '\n', '\r', '*', '#');
        summary = summary.StartsWith("Summary", StringComparison.OrdinalIgnoreCase) ? summary["Summary".Length..].TrimStart(' ', ':', '：', '*', '\n', '\r') : summary;
        summary = string.Join(' ', summary.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (WordCount.Of(summary) > MostWords)
        {
            summary = Cut.At(summary, MostWords) is { } end ? summary[..end] : "";
        }

        var entries = at < 0 ? [] : text[at..].Split('\n').Skip(1).Select(line => line.Trim().TrimStart('-', '*', '•', ' ')).Where(line => line.Length is > 0 and <= LongestEntry).Take(MostEntries);
        return (summary, [.. entries]);
    }
}
