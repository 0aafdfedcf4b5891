using System.Collections.Frozen;

namespace LongWriter.Datasets.Selecting.Rules;

/// <summary>The language of a prompt as far as selecting needs it: en, zh, or other.</summary>
/// <remarks>Letters tell Chinese from Japanese, Korean and the rest; among Latin letters small words tell English from its neighbours.</remarks>
internal static class WritingLanguage
{
    public const string English = "en";
    public const string Chinese = "zh";
    public const string Other = "other";

    /// <summary>Letters that are looked at: a language shows early.</summary>
    private const int MostCharacters = 4000;

    private static readonly FrozenSet<string> s_english = Words("the a an and or of to in is are was it that this for with on as at by from be have you i my me we your write about what how please can not but will would should if which who when there their his her our into words story article essay");

    /// <summary>Words of French, Spanish, German, Portuguese, Italian, Dutch and their like that English does not have.</summary>
    private static readonly FrozenSet<string> s_others = Words("le la les des une du et est dans pour que qui sur avec pas vous nous je el los las de del y en un una por para con como es se su al lo der die das und ist nicht ein eine mit den dem von zu auf für ich sie wir o os um uma não na no em do da il di che è per non sono het een van dat niet voor met aan ik bir ve için bu jak się na jest nie dan yang untuk dengan ini itu các là của và cho một");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_isEnglish = s_english.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_isOther = s_others.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Of(ReadOnlySpan<char> prompt)
    {
        prompt = prompt[..Math.Min(prompt.Length, MostCharacters)];
        var (letters, han, kana, foreign) = (0, 0, 0, 0);
        foreach (var c in prompt)
        {
            if (!char.IsLetter(c))
            {
                continue;
            }

            letters++;
            han += c is >= '\u4E00' and <= '\u9FFF' ? 1 : 0;
            kana += c is >= '\u3040' and <= '\u30FF' ? 1 : 0;
            foreign += c is > '\u024F' and not (>= '\u1E00' and <= '\u1EFF') and not (>= '\u3040' and <= '\u30FF') and not (>= '\u4E00' and <= '\u9FFF') ? 1 : 0;
        }

        // As PromptLanguage has it: names in Latin letters stand in Chinese prompts.
        return letters == 0 || foreign * 3 > letters ? Other
            : kana * 10 > han + kana ? Other
            : han * 5 >= letters ? Chinese
            : IsEnglish(prompt) ? English
            : Other;
    }

    /// <summary>Whether no other language's small words outnumber those of English.</summary>
    private static bool IsEnglish(ReadOnlySpan<char> prompt)
    {
        Span<char> lower = stackalloc char[16];
        var (english, others, start) = (0, 0, -1);
        for (var i = 0; i <= prompt.Length; i++)
        {
            if (i < prompt.Length && char.IsLetter(prompt[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                var word = prompt[start..i];
                if (word.Length <= lower.Length)
                {
                    var folded = lower[..word.ToLowerInvariant(lower)];
                    english += s_isEnglish.Contains(folded) ? 1 : 0;
                    others += s_isOther.Contains(folded) ? 1 : 0;
                }

                start = -1;
            }
        }

        return english >= others;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
