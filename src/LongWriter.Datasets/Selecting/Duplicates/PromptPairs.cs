namespace LongWriter.Datasets.Selecting.Duplicates;

/// <summary>
/// The features of a prompt: hashes of each two words that follow one another, case, digits and punctuation aside. A Chinese character
/// is a word, as everywhere here. Pairs of words that requests open with ("write a story", "写一篇") say nothing of what is asked and are
/// left out, unless there are no others. The same on every machine.
/// </summary>
internal static class PromptPairs
{
    /// <summary>FNV-1a.</summary>
    private const ulong Start = 14695981039346656037;

    private const string OpeningWords = "a an the i me my you your can could would please write create draft compose prepare produce generate make give tell need want help story essay article report guide novel paper chapter text post letter word words long news notice handout lesson tale question answer experience share explain reader about on of in for to that which with and is explains describing detailed";

    private const string OpeningCharacters = "请帮我写一篇个份部段撰创作编拟完成字数左右约的关于以为题文章小说故事报告论分析介绍讲述讨生要求不少";

    private static readonly HashSet<ulong> s_opening = [.. OpeningWords.Split(' ').Select(Hash), .. OpeningCharacters.Select(c => (ulong)c)];

    /// <summary>Fills <paramref name="pairs"/>, which is emptied first; a prompt of one word has that word alone.</summary>
    public static void Of(ReadOnlySpan<char> prompt, List<uint> pairs)
    {
        pairs.Clear();
        var (before, word, words, inWord, openings) = (0UL, 0UL, 0, false, new List<uint>());
        for (var i = 0; i <= prompt.Length; i++)
        {
            var c = i < prompt.Length ? prompt[i] : ' ';
            var han = c is >= '\u4E00' and <= '\u9FFF';
            if (!han && char.IsLetter(c))
            {
                word = Step(inWord ? word : Start, c);
                inWord = true;
                continue;
            }

            if (inWord)
            {
                Add(word);
                inWord = false;
            }

            if (han)
            {
                Add(c);
            }
        }

        if (pairs.Count == 0)
        {
            pairs.AddRange(words == 1 ? [Fold(0, before)] : openings);
        }

        void Add(ulong next)
        {
            if (words++ > 0)
            {
                (s_opening.Contains(before) && s_opening.Contains(next) ? openings : pairs).Add(Fold(before, next));
            }

            before = next;
        }
    }

    private static ulong Hash(string word) => word.Aggregate(Start, Step);

    private static ulong Step(ulong hash, char c) => (hash ^ char.ToLowerInvariant(c)) * 1099511628211;

    private static uint Fold(ulong first, ulong second) => (uint)(Bits.Mix((first * 0x9E3779B97F4A7C15) + second) >> 32);
}
