using LongWriter.Text;

namespace LongWriter.Datasets.Selecting.Rules;

/// <summary>What the rules that look at one prompt alone say of it.</summary>
/// <param name="Reason">Why it is passed over; null where nothing speaks against it.</param>
/// <param name="Detail">The reason's figures.</param>
/// <param name="Language">en, zh or other.</param>
/// <param name="Length">Words it asks for, or null.</param>
internal readonly record struct RuleVerdict(Reason? Reason, string Detail, string Language, int? Length);

/// <summary>The rules that cost next to nothing.</summary>
internal sealed class CheapRules(SelectionOptions options)
{
    /// <summary>Shorter prompts ask for nothing that could be written: "hi", "continue".</summary>
    internal const int LeastWords = 4;

    /// <summary>Longer prompts hold a text to work on.</summary>
    internal const int MostWords = 2000;

    public RuleVerdict Judge(string prompt)
    {
        if (prompt.Length == 0)
        {
            return new RuleVerdict(Reason.Empty, "", WritingLanguage.Other, null);
        }

        var language = WritingLanguage.Of(prompt);
        var words = WordCount.Of(prompt);

        // A long text has numbers of its own that are no lengths.
        var length = words > MostWords ? null : TargetLength.Read(prompt);
        var (reason, detail) = Against(prompt, language, words, length);
        return new RuleVerdict(reason, detail, language, length);
    }

    private (Reason? Reason, string Detail) Against(string prompt, string language, int words, int? length) =>
        !options.Languages.Contains(language, StringComparer.Ordinal) ? (Reason.Language, language)
        : words is < LeastWords or > MostWords ? (Reason.PromptLength, $"{words} words")
        : length < options.MinWords ? (Reason.AsksForLess, "")
        : PhraseList.Toxic.In(prompt) is { } toxic ? (Reason.Toxic, toxic)
        : PhraseList.Scraping.In(prompt) is { } scraping ? (Reason.Scraping, scraping)
        : (null, "");
}
