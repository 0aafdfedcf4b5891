using System.Text;

namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>Which dimension a judge means: its English or Chinese name in any case, with numbers, marks or the word "score" about it.</summary>
internal static class DimensionName
{
    private static readonly Dictionary<string, Dimension> s_names = Names();
    private static readonly string[] s_suffixes = ["scores", "score", "rating", "grade", "points", "评分", "得分", "分数", "評分", "分數"];

    /// <summary>What separates names that stand for one dimension in two languages.</summary>
    private static readonly char[] s_brackets = ['(', ')', '[', ']', '/', '|'];

    /// <returns>Null for anything else, and for a key that names two dimensions.</returns>
    public static Dimension? Read(string key)
    {
        var plain = PlainText.Of(key);
        if (Find(plain) is { } whole)
        {
            return whole;
        }

        Dimension? found = null;
        foreach (var part in plain.Split(s_brackets, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(part) is not { } one)
            {
                continue;
            }

            if (found is { } other && other != one)
            {
                return null;
            }

            found = one;
        }

        return found;
    }

    private static Dimension? Find(string name)
    {
        var letters = Letters(name);
        foreach (var suffix in s_suffixes)
        {
            if (letters.Length > suffix.Length && letters.EndsWith(suffix, StringComparison.Ordinal))
            {
                letters = letters[..^suffix.Length];
                break;
            }
        }

        return s_names.TryGetValue(letters, out var dimension) ? dimension : null;
    }

    private static string Letters(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (var c in name.Replace("&", "and", StringComparison.Ordinal))
        {
            if (char.IsLetter(c))
            {
                letters.Append(char.ToLowerInvariant(c));
            }
        }

        return letters.ToString();
    }

    private static Dictionary<string, Dimension> Names()
    {
        var names = new Dictionary<string, Dimension>(StringComparer.Ordinal);
        void Add(Dimension dimension, params ReadOnlySpan<string> all)
        {
            foreach (var name in all)
            {
                names.Add(name, dimension);
            }
        }

        // Simplified and traditional characters.
        Add(Dimension.Relevance, "relevance", "相关性", "相关度", "相關性", "相關度");
        Add(Dimension.Accuracy, "accuracy", "准确性", "准确度", "準確性", "準確度");
        Add(Dimension.Coherence, "coherence", "连贯性", "连贯度", "連貫性", "連貫度");
        Add(Dimension.Clarity, "clarity", "清晰度", "清晰性", "清晰");
        Add(Dimension.BreadthAndDepth, "breadthanddepth", "breadthdepth", "depthandbreadth", "广度和深度", "广度与深度", "广度及深度", "广度深度", "深度和广度", "深度与广度", "廣度和深度", "廣度與深度", "廣度及深度", "深度與廣度");
        Add(Dimension.ReadingExperience, "readingexperience", "阅读体验", "阅读感受", "閱讀體驗");
        return names;
    }
}
