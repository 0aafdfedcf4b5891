using System.Text;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// Unicode's normal form C (UAX 15): a letter and its marks become the one character that stands for both where there is one. The
/// product runs without culture data, in which mode .NET leaves strings as they are.
/// </summary>
internal static class NormalFormC
{
    private const int FirstMark = 0x300;
    private const int Syllables = 0xAC00, SyllableCount = 11_172;
    private const int Leads = 0x1100, LeadCount = 19;
    private const int Vowels = 0x1161, VowelCount = 21;
    private const int Tails = 0x11A7, TailCount = 28;

    /// <summary>The text itself where it is composed already.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange((char)FirstMark, char.MaxValue))
        {
            return text;
        }

        var forms = CanonicalForms.Loaded;
        var characters = Characters(text);
        return characters.Exists(character => character >= FirstMark && (IsJamo(character) || forms.IsDoubtful(character)))
            ? Text(Compose(Order(Decompose(characters, forms), forms), forms))
            : text;
    }

    /// <summary>Code points; half a surrogate pair stands for itself.</summary>
    private static List<int> Characters(string text)
    {
        var characters = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var whole = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            characters.Add(whole ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i]);
            i += whole ? 1 : 0;
        }

        return characters;
    }

    private static bool IsJamo(int character) => character is (>= Vowels and < Vowels + VowelCount) or (> Tails and < Tails + TailCount);

    private static List<int> Decompose(List<int> characters, CanonicalForms forms)
    {
        var result = new List<int>(characters.Count + 8);
        foreach (var character in characters)
        {
            Add(character);
        }

        return result;

        void Add(int character)
        {
            var syllable = character - Syllables;
            if (syllable is >= 0 and < SyllableCount)
            {
                result.Add(Leads + (syllable / (VowelCount * TailCount)));
                result.Add(Vowels + (syllable % (VowelCount * TailCount) / TailCount));
                if (syllable % TailCount != 0)
                {
                    result.Add(Tails + (syllable % TailCount));
                }
            }
            else if (forms.Parts(character) is { } parts)
            {
                Array.ForEach(parts, Add);
            }
            else
            {
                result.Add(character);
            }
        }
    }

    /// <summary>Marks behind a letter stand in the order of their classes; those of one class stay as they are.</summary>
    private static List<int> Order(List<int> characters, CanonicalForms forms)
    {
        for (var from = 0; from < characters.Count; from++)
        {
            var to = from;
            while (to < characters.Count && forms.Class(characters[to]) != 0)
            {
                to++;
            }

            if (to - from > 1)
            {
                List<int> ordered = [.. characters[from..to].OrderBy(forms.Class)];
                for (var i = 0; i < ordered.Count; i++)
                {
                    characters[from + i] = ordered[i];
                }
            }

            from = Math.Max(from, to - 1);
        }

        return characters;
    }

    private static List<int> Compose(List<int> characters, CanonicalForms forms)
    {
        var result = new List<int>(characters.Count);
        var letter = -1;
        var last = 0;
        foreach (var character in characters)
        {
            var order = forms.Class(character);

            // What stands between a letter and its mark blocks the mark, unless it is of a lower class.
            if (letter >= 0 && (letter == result.Count - 1 || last < order) && Join(result[letter], character, forms) is { } whole)
            {
                result[letter] = whole;
                continue;
            }

            letter = order == 0 ? result.Count : letter;
            last = order;
            result.Add(character);
        }

        return result;
    }

    private static int? Join(int first, int second, CanonicalForms forms)
    {
        if (first - Leads is >= 0 and < LeadCount && second - Vowels is >= 0 and < VowelCount)
        {
            return Syllables + ((((first - Leads) * VowelCount) + second - Vowels) * TailCount);
        }

        return first - Syllables is >= 0 and < SyllableCount && (first - Syllables) % TailCount == 0 && second - Tails is > 0 and < TailCount
            ? first + second - Tails
            : forms.Whole(first, second);
    }

    private static string Text(List<int> characters)
    {
        var text = new StringBuilder(characters.Count);
        foreach (var character in characters)
        {
            if (character > char.MaxValue)
            {
                text.Append(char.ConvertFromUtf32(character));
            }
            else
            {
                text.Append((char)character);
            }
        }

        return text.ToString();
    }
}
