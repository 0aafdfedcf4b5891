namespace LongWriter.Evaluation.Measures;

/// <summary>The words of a prompt that tell its subject, as far as that can be told without understanding it.</summary>
/// <remarks>
/// A word of Latin, Cyrillic or any other spaced script counts where it has four letters or more and is neither a function word nor a word of
/// requests ("write", "article"); two Chinese characters in a row where neither is one of those. Several words are left over from many
/// prompts: the measure asks for any of them.
/// </remarks>
internal sealed class Subject
{
    private static readonly HashSet<string> s_passedOver = new(
        ("about above after again against along also among another around because been before being below between both cannot could "
        + "does doing down during each ever every from further have having here hers herself himself into itself just like make many "
        + "more most much must myself only other ours over same shall should some such than that their theirs them then there these they "
        + "this those through under until very want well were what when where which while whom will with within would your yours "
        + "answer article blog book chapter compose content create describe detail detailed discuss draft email essay example examples "
        + "explain explaining following generate give guide include including introduction length letter long need outline paper paragraph "
        + "paragraphs piece please post prepare produce provide report review sections section short speech story tell text thesis thousand title "
        + "topic using word words write writing written").Split(' '), StringComparer.Ordinal);

    private const string PassedOverCharacters = "的了是在有和与及或一不个这那你我他她它们为以于对从到要请写篇字关文章份以上下大中小内外约左右帮出并且就都也让把被给可能需作用";

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    public Subject(string prompt)
    {
        var words = UnicodeWords.Of(prompt);
        for (var i = 0; i < words.Count; i++)
        {
            if (IsCharacter(words[i]))
            {
                if (i + 1 < words.Count && IsCharacter(words[i + 1]))
                {
                    _words.Add(words[i] + words[i + 1]);
                }
            }
            else if (words[i].Length >= 4 && words[i].All(char.IsLetter) && !s_passedOver.Contains(words[i]))
            {
                _words.Add(Stem(words[i]));
            }
        }
    }

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsUnknown => _words.Count == 0;

    /// <summary>Whether a part of a text holds any of the words.</summary>
    /// <param name="part">Lower-cased words in order.</param>
    public bool IsIn(ReadOnlySpan<string> part)
    {
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i].Length == 1
                ? i + 1 < part.Length && IsCharacter(part[i]) && _words.Contains(part[i] + part[i + 1])
                : part[i].Length >= 3 && _words.Contains(Stem(part[i])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Without the s of a plural: "bridges" carries "bridge".</summary>
    private static string Stem(string word) => word.Length > 4 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;

    private static bool IsCharacter(string word) => word.Length == 1 && word[0] is >= '\u4E00' and <= '\u9FFF' && !PassedOverCharacters.Contains(word[0], StringComparison.Ordinal);
}
