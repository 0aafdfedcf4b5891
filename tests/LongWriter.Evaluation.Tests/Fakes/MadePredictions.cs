using System.Globalization;
using System.Text;
using System.Text.Json;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Tests.Fakes;

/// <summary>
/// 240 predictions, English and Chinese in turn, over all bins and from a ninth of the length to 4.5 times it, each with a judge's
/// answer: what the released scripts were run on (docs/benchmarks/evaluation.md). By rule alone, so that the file need not be kept.
/// </summary>
internal static class MadePredictions
{
    private static readonly int[] s_asked = [60, 100, 250, 499, 500, 800, 1500, 1999, 2000, 3000, 3999, 4000, 5000, 6000, 20_000];
    private static readonly double[] s_ratios = [0.11, 0.34, 0.5, 0.8, 0.95, 1, 1.05, 1.3, 2, 3.9, 4.5];
    private static readonly string[] s_english = "the old bridge don't carry GPT4 x² naïve café über ten 10,000 well-known river under_score stone's of word2vec 水 a I ½ year e.g. α-helix Straße".Split(' ');
    private static readonly string[] s_chinese = ["桥", "水", "石", "年，", "GPT模型", "使用", "AI ", "不", "㐀", "時", "。", "3月", "a", " ok "];

    public static IReadOnlyList<MadePrediction> All { get; } = [.. Enumerable.Range(0, 240).Select(Row)];

    /// <summary>The file that the released scripts read, a judge's answer to each beside it; response_length is theirs to count.</summary>
    public static string File() => string.Concat(All.Select(row => JsonSerializer.Serialize(new { row.Prediction.Prompt, row.Prediction.Type, row.Prediction.Length, row.Prediction.Response, row.Verdict }, EventJson.Options) + "\n"));

    private static MadePrediction Row(int i)
    {
        var chinese = i % 2 == 1;
        var asked = s_asked[i % s_asked.Length];
        var words = Math.Clamp((int)(asked * s_ratios[i % s_ratios.Length]), 1, 9000);
        var source = chinese ? s_chinese : s_english;
        var text = new StringBuilder(chinese ? "一" : "one ");
        for (var k = 0; k < words; k++)
        {
            text.Append(source[((k * 7) + (k / 5 * i) + i) % source.Length]).Append(chinese ? "" : k % 12 == 11 ? ". " : " ");
        }

        var prompt = chinese ? $"写一篇{asked}字的文章，第{i}题" : string.Create(CultureInfo.InvariantCulture, $"Write {asked} words on bridge number {i}");
        return new MadePrediction(new Prediction(prompt, WritingTypes.All[i % WritingTypes.All.Count], asked, text.ToString(), 0) { Id = $"{i}" }, Verdict(i), Marks(i));
    }

    private static bool IsProse(int i) => i % 13 == 5;

    private static bool LacksOne(int i) => i % 17 == 3;

    private static double Mark(int i, int dimension) => Math.Min(5, 1 + (((i * 7) + (dimension * 3) + (i / 5)) % 5) + (i % 11 == 0 ? 0.5 : 0));

    private static Dictionary<Dimension, double>? Marks(int i) => IsProse(i) || LacksOne(i) ? null : Enum.GetValues<Dimension>().ToDictionary(dimension => dimension, dimension => Mark(i, (int)dimension));

    private static string Verdict(int i)
    {
        if (IsProse(i))
        {
            return "A good text.";
        }

        string[] names = ["Relevance", "Accuracy", "Coherence", "Clarity", "Breadth and Depth", "Reading Experience"];
        var json = "{" + string.Join(", ", names.Take(LacksOne(i) ? 5 : 6).Select((name, k) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {Mark(i, k)}"))) + "}";
        return i % 4 == 0 ? $"```json\n{json}\n```" : json;
    }
}

/// <param name="Verdict">What the judge answers.</param>
/// <param name="Marks">What it means; null where it is none.</param>
internal sealed record MadePrediction(Prediction Prediction, string Verdict, Dictionary<Dimension, double>? Marks)
{
    public Judgement Judgement => new(Prediction.Id, 0, "judge", 0, Marks);
}
