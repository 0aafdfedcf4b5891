namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>What a judge's answer says: all six scores, or why it cannot be used.</summary>
/// <param name="Found">Every number that was read, in range or not: with a problem they are no scores, but show what the judge said.</param>
/// <param name="Problem">Null where all six are there, once each and from 1 to 5; otherwise the rest of a sentence that begins "the answer cannot be used:".</param>
public sealed record Verdict(IReadOnlyDictionary<Dimension, double> Found, string? Problem)
{
    /// <summary>What is read of an answer at most, in characters: what is longer is no verdict.</summary>
    private const int Longest = 200_000;

    /// <summary>All six, 1 to 5 each; null where there is a problem.</summary>
    public IReadOnlyDictionary<Dimension, double>? Scores => Problem is null ? Found : null;

    /// <summary>
    /// Reads an answer: JSON alone, fenced or inside prose, or else lines and tables of names and numbers, in English or Chinese.
    /// 4.5 is 4.5 and "4/5" is 4. Where it leaves a choice there is a problem: nothing is guessed and nothing filled in.
    /// </summary>
    /// <remarks>Never throws; linear in the length of the answer.</remarks>
    public static Verdict Read(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var text = WithoutThinking(answer);
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Verdict(new Dictionary<Dimension, double>(), "it is empty");
        }

        if (text.Length > Longest)
        {
            return new Verdict(new Dictionary<Dimension, double>(), $"it has more than {Longest:N0} characters");
        }

        // As it came first: in JSON a typographic quote is a letter of a text, not the end of one.
        var claims = JsonScores.Read(text);
        if (!claims.Any)
        {
            var plain = PlainText.Of(text);
            claims = JsonScores.Read(plain);
            claims = claims.Any ? claims : LineScores.Read(plain);
        }

        return claims.ToVerdict();
    }

    /// <summary>What a reasoning model says to itself is no answer, however it ends.</summary>
    internal static string WithoutThinking(string answer)
    {
        const string Begin = "<think>";
        const string End = "</think>";
        var end = answer.LastIndexOf(End, StringComparison.OrdinalIgnoreCase);
        var text = end < 0 ? answer : answer[(end + End.Length)..];
        return text.TrimStart().StartsWith(Begin, StringComparison.OrdinalIgnoreCase) ? "" : text;
    }
}
