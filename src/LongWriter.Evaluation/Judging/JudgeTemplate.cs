using System.Security.Cryptography;
using System.Text;

namespace LongWriter.Evaluation.Judging;

/// <summary>
/// The prompt that asks for scores: ours, or a file with <c>$INST$</c> where the request goes and <c>$RESPONSE$</c> where the writing
/// goes, as the released <c>judge.txt</c> has them. Optional are <c>$PART$</c>, what is said of a part of a long text (without it, it
/// stands before the writing), and <c>$MARK$</c>, a word that no writing can know and that fences off the material.
/// </summary>
public sealed class JudgeTemplate
{
    private const string Request = "$INST$";
    private const string Writing = "$RESPONSE$";
    private const string Part = "$PART$";
    private const string Mark = "$MARK$";

    /// <summary>SHA-256 of the <c>evaluation/judge.txt</c> that the paper's authors released, without white space at its end.</summary>
    private const string Released = "2c423ce88a0eb6a61482f427997a3c03c4bc11fe861102895dcac45926ae1d57";

    /// <summary>The judge of the published figures (paper, section 4.1).</summary>
    private const string PublishedJudge = "gpt-4o-2024-05-13";
    private const float PublishedTemperature = 0.5f;

    private readonly string _text;

    private JudgeTemplate(string text) => (_text, Hash) = (text, Hex(text)[..16]);

    /// <summary>Our wording: tells not to weigh length, and guards against instructions inside what is judged.</summary>
    public static JudgeTemplate LongWriter { get; } = new(Resource("judge.txt"));

    /// <summary>First 16 hexadecimal digits of the SHA-256 of its text, line ends and white space at its end aside.</summary>
    public string Hash { get; }

    /// <summary>Reads a template from a file.</summary>
    /// <exception cref="EvaluationFileException">It cannot be read, or <c>$INST$</c> or <c>$RESPONSE$</c> is not in it once.</exception>
    public static JudgeTemplate Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text;
        try
        {
            text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new EvaluationFileException(path, $"the judge's template cannot be read: {e.Message}", e);
        }

        text = text.ReplaceLineEndings("\n").TrimEnd();
        foreach (var slot in new[] { Request, Writing })
        {
            if (text.Split(slot).Length != 2)
            {
                throw new EvaluationFileException(path, $"a judge's template has {Request} where the request goes and {Writing} where the writing goes, once each; {slot} is there {text.Split(slot).Length - 1} times");
            }
        }

        return new JudgeTemplate(text);
    }

    /// <summary>Why S_q of votes like this one is not comparable with the published figures, in a sentence; null where prompt, judge and temperature are the published ones and the text was judged whole.</summary>
    public static string? NotComparable(Judgement vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        var differences = new List<string>();
        if (vote.TemplateHash != Released[..16])
        {
            differences.Add(vote.TemplateHash == LongWriter.Hash ? "the prompt is longwriter's own, not the released one" : "the prompt is not the released one");
        }

        if (vote.Judge.Split('/', '#')[^1] != PublishedJudge)
        {
            differences.Add($"the judge is not {PublishedJudge}");
        }

        if (vote.Temperature != PublishedTemperature)
        {
            differences.Add($"the temperature is not {PublishedTemperature}");
        }

        if (vote.Part != Judgement.Whole)
        {
            differences.Add("texts are judged in parts");
        }

        return differences.Count == 0 ? null : $"S_q is not comparable with published figures: {string.Join(", ", differences)}.";
    }

    /// <summary>The prompt for one text. What stands in a request or a writing is never taken for a place to fill.</summary>
    /// <param name="part">What the judge has to know of a part of a text; empty for a whole one.</param>
    /// <param name="mark">A word that the writing cannot know.</param>
    internal string Fill(string request, string writing, string part, string mark)
    {
        var said = part.Length == 0 || _text.Contains(Part, StringComparison.Ordinal) ? writing : part + "\n\n" + writing;
        return PromptSlots.Fill(_text, (Request, request), (Writing, said), (Part, part), (Mark, mark));
    }

    internal static string Resource(string name)
    {
        using var stream = typeof(JudgeTemplate).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd();
    }

    internal static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
