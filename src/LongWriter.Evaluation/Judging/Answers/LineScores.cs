using System.Buffers;
using System.Text.RegularExpressions;

namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>Reads scores from lines, tables and JSON that is broken: a name, a colon or the like, a number.</summary>
internal static partial class LineScores
{
    /// <summary>Characters of a line in which a score is looked for.</summary>
    private const int Longest = 200;

    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.\"' ");

    /// <param name="text">In its plain form.</param>
    public static Claims Read(string text)
    {
        var claims = new Claims();

        // The last number of an answer that was cut off may lack its end: "4" of "4.5".
        var cut = text.AsSpan().Count('{') > text.AsSpan().Count('}');
        foreach (Match match in Pair().Matches(text))
        {
            if (DimensionName.Read(match.Groups["name"].Value) is not { } dimension)
            {
                continue;
            }

            var value = text.AsSpan(match.Index + match.Length);
            value = value[..Math.Min(value.Length, Longest)];
            var line = value.IndexOf('\n');
            value = (line < 0 ? value : value[..line]).TrimEnd();
            var atEnd = match.Index + match.Length + value.Length >= text.TrimEnd().Length;
            var read = ScoreValue.Read(value);
            claims.Add(dimension, cut && atEnd && read.IsScore && value.IndexOfAnyExcept(s_number) < 0 ? new ScoreValue(null, true) : read, value.ToString());
        }

        return claims;
    }

    [GeneratedRegex(@"(?:^|[^\p{L}])(?<name>relevance|accuracy|coherence|clarity|(?:breadth|depth)[ _]*(?:and|&|/)?[ _]*(?:depth|breadth)|reading[ _]*experience|(?:相关|准确|连贯|相關|準確|連貫)[性度]|清晰[性度]?|[广廣]度[和与與及]?深度|深度[和与與及]?[广廣]度|[阅閱][读讀][体體][验驗])(?:[ _]*(?:scores?|rating|评分|得分|分数|評分|分數))?[ \t""'*_`\\\])]*(?:\([^()\n]{0,40}\))?[ \t""'*_`\\\])]*(?:[:=|]|[ \t]-[ \t])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Pair();
}
