using LongWriter.Evaluation.Judging;

namespace LongWriter.Evaluation.Tests.Judging.Answers;

/// <summary>One answer of a judge, and what it says.</summary>
/// <param name="Scores">In the order of the dimensions; null where it must stay unscored.</param>
/// <param name="Problem">Part of what is said of an unscored one.</param>
public sealed record JudgeAnswer(string Name, string Text, double[]? Scores, string Problem = "")
{
    internal Dictionary<Dimension, double>? Expected => Scores is null ? null : Dimensions.All.Zip(Scores).ToDictionary(pair => pair.First, pair => pair.Second);

    public override string ToString() => Name;
}

/// <summary>Answers as judges of all kinds give them, right and broken.</summary>
internal static class JudgeAnswers
{
    private static readonly double[] s_scores = [4, 5, 4, 3, 4, 5];

    private const string Good = """{"Analysis": "Clear, but thin in places.", "Relevance": 4, "Accuracy": 5, "Coherence": 4, "Clarity": 3, "Breadth and Depth": 4, "Reading Experience": 5}""";

    public static IReadOnlyList<JudgeAnswer> All { get; } =
    [
        // As asked, or nearly.
        Right("plain JSON", Good),
        Right("fenced as json", $"```json\n{Good}\n```"),
        Right("fenced without a language", $"```\n{Good}\n```"),
        Right("fence without its end", $"```json\n{Good}"),
        Right("prose before and after", $"Here is my evaluation of the essay:\n\n{Good}\n\nLet me know if you need more detail."),
        Right("prose with braces before", "The text uses {placeholders} and [notes] throughout.\n" + Good),
        Right("thinking before", $"<think>\nRelevance: 2? No. {{\"Relevance\": 1}} would be harsh.\n</think>\n{Good}"),
        Right("a byte order mark and blank lines", "\uFEFF\n\n" + Good + "\n\n"),
        Right("trailing comma", Good.Replace("\"Reading Experience\": 5}", "\"Reading Experience\": 5,}", StringComparison.Ordinal)),
        Right("comments", Good.Replace("4, \"Accuracy\"", "4, // on topic\n\"Accuracy\"", StringComparison.Ordinal)),
        Right("indented", Good.Replace(", \"", ",\n    \"", StringComparison.Ordinal)),
        Right("line ends of Windows", Good.Replace(", \"", ",\r\n  \"", StringComparison.Ordinal)),
        Right("said twice, the same", $"{Good}\n\nFinal answer:\n{Good}"),
        Right("quotes and braces inside the analysis", """{"Analysis": "It says \"{x}\" and stops; Clarity: 1 would be unfair.", "Relevance": 4, "Accuracy": 5, "Coherence": 4, "Clarity": 3, "Breadth and Depth": 4, "Reading Experience": 5}"""),

        // Names.
        Right("names in lower case", Good.ToLowerInvariant()),
        Right("names in upper case", """{"RELEVANCE": 4, "ACCURACY": 5, "COHERENCE": 4, "CLARITY": 3, "BREADTH AND DEPTH": 4, "READING EXPERIENCE": 5}"""),
        Right("names in snake case", """{"relevance": 4, "accuracy": 5, "coherence": 4, "clarity": 3, "breadth_and_depth": 4, "reading_experience": 5}"""),
        Right("names in camel case", """{"relevance": 4, "accuracy": 5, "coherence": 4, "clarity": 3, "breadthAndDepth": 4, "readingExperience": 5}"""),
        Right("names with an ampersand", """{"Relevance": 4, "Accuracy": 5, "Coherence": 4, "Clarity": 3, "Breadth & Depth": 4, "Reading-Experience": 5}"""),
        Right("numbered names", """{"1. Relevance": 4, "2. Accuracy": 5, "3. Coherence": 4, "4. Clarity": 3, "5. Breadth and Depth": 4, "6. Reading Experience": 5}"""),
        Right("names with score behind", """{"relevance_score": 4, "accuracy_score": 5, "coherence_score": 4, "clarity_score": 3, "breadth_and_depth_score": 4, "reading_experience_score": 5}"""),
        Right("bold names", """{"**Relevance**": 4, "**Accuracy**": 5, "**Coherence**": 4, "**Clarity**": 3, "**Breadth and Depth**": 4, "**Reading Experience**": 5}"""),
        Right("Chinese names", """{"分析": "结构清晰。", "相关性": 4, "准确性": 5, "连贯性": 4, "清晰度": 3, "广度和深度": 4, "阅读体验": 5}"""),
        Right("traditional characters", """{"相關性": 4, "準確性": 5, "連貫性": 4, "清晰度": 3, "廣度與深度": 4, "閱讀體驗": 5}"""),
        Right("names in two languages", """{"Relevance（相关性）": 4, "Accuracy（准确性）": 5, "Coherence（连贯性）": 4, "Clarity（清晰度）": 3, "Breadth and Depth（广度与深度）": 4, "Reading Experience（阅读体验）": 5}"""),
        Right("Chinese names with 得分", """{"相关性得分": 4, "准确性得分": 5, "连贯性得分": 4, "清晰度得分": 3, "广度与深度得分": 4, "阅读体验得分": 5}"""),

        // Values.
        Right("values as text", """{"Relevance": "4", "Accuracy": "5", "Coherence": "4", "Clarity": "3", "Breadth and Depth": "4", "Reading Experience": "5"}"""),
        Right("out of five", """{"Relevance": "4/5", "Accuracy": "5/5", "Coherence": "4 / 5", "Clarity": "3/5.0", "Breadth and Depth": "4 out of 5", "Reading Experience": "5 out of five"}"""),
        Right("values with a remark", """{"Relevance": "4 - on topic", "Accuracy": "5 (no errors)", "Coherence": "4: one gap", "Clarity": "3. Often vague", "Breadth and Depth": "4, broad", "Reading Experience": "5; a joy"}"""),
        Right("full-width digits", """{"Relevance": "４", "Accuracy": "５", "Coherence": "４／５", "Clarity": "３", "Breadth and Depth": "４", "Reading Experience": "５分"}"""),
        Right("Chinese points", """{"相关性": "4分", "准确性": "5分", "连贯性": "4 分", "清晰度": "3分（满分5分）", "广度和深度": "4分", "阅读体验": "5/5分"}"""),
        new("halves", """{"Relevance": 4.5, "Accuracy": "3.5", "Coherence": "4.5/5", "Clarity": 3, "Breadth and Depth": 4.0, "Reading Experience": 5}""", [4.5, 3.5, 4.5, 3, 4, 5]),
        Right("objects with score and reason", """{"Relevance": {"score": 4, "reason": "on topic"}, "Accuracy": {"score": 5, "reason": "6 facts, all right"}, "Coherence": {"score": "4/5"}, "Clarity": {"Score": 3}, "Breadth and Depth": {"rating": 4}, "Reading Experience": {"score": 5}}"""),
        Right("scores in an object of their own", """{"Analysis": {"Relevance": "Keeps to the subject."}, "Scores": {"Relevance": 4, "Accuracy": 5, "Coherence": 4, "Clarity": 3, "Breadth and Depth": 4, "Reading Experience": 5}, "Overall": 4.2}"""),
        Right("a list of objects", """[{"dimension": "Relevance", "score": 4}, {"dimension": "Accuracy", "score": 5}, {"dimension": "Coherence", "score": 4}, {"dimension": "Clarity", "score": 3}, {"dimension": "Breadth and Depth", "score": 4}, {"dimension": "Reading Experience", "score": 5}]"""),
        Right("an object for each", """{"Relevance": 4}{"Accuracy": 5}{"Coherence": 4}{"Clarity": 3}{"Breadth and Depth": 4}{"Reading Experience": 5}"""),
        Right("values in bold", """{"Relevance": "**4**", "Accuracy": "**5**/5", "Coherence": "*4*", "Clarity": "`3`", "Breadth and Depth": "[4]", "Reading Experience": "5!"}"""),

        // No JSON, or JSON that is none.
        Right("lines", "Relevance: 4\nAccuracy: 5\nCoherence: 4\nClarity: 3\nBreadth and Depth: 4\nReading Experience: 5"),
        Right("a list in Markdown", "- **Relevance:** 4/5 – on topic\n- **Accuracy**: 5/5\n- **Coherence** (flow): 4\n- **Clarity:** **3**\n- **Breadth and Depth:** 4\n- **Reading Experience:** 5"),
        Right("a table", "| Dimension | Score | Why |\n|---|---|---|\n| Relevance | 4 | on topic |\n| Accuracy | 5 | – |\n| Coherence | 4 | |\n| Clarity | 3 | vague |\n| Breadth and Depth | 4/5 | |\n| Reading Experience | **5** | |"),
        Right("Chinese lines", "相关性：4分\n准确性：5分\n连贯性：4分\n清晰度：3分\n广度和深度：4分\n阅读体验：５分"),
        Right("one line", "Relevance: 4, Accuracy: 5, Coherence: 4, Clarity: 3, Breadth and Depth: 4, Reading Experience: 5."),
        Right("single quotes", Good.Replace('"', '\'')),
        Right("typographic quotes", "{“Relevance”: 4, “Accuracy”: 5, “Coherence”: 4, “Clarity”: 3, “Breadth and Depth”: 4, “Reading Experience”: 5}"),
        Right("full-width marks", "｛“相关性”：４，“准确性”：５，“连贯性”：４，“清晰度”：３，“广度与深度”：４，“阅读体验”：５｝"),
        Right("a line break inside a string", Good.Replace("Clear, but", "Clear,\nbut", StringComparison.Ordinal)),
        Right("quotes not escaped", Good.Replace("Clear,", "The \"clear\" style,", StringComparison.Ordinal)),
        Right("missing comma", Good.Replace("4, \"Accuracy\"", "4 \n\"Accuracy\"", StringComparison.Ordinal)),
        Right("scores whole, end cut off", Good[..^1] + ", \"Summary\": \"All in"),
        Right("JSON as a string", "\"" + Good.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""),
        Right("fraction slashes and equals signs", "Relevance = 4/5\nAccuracy = 5/5\nCoherence = 4/5\nClarity = 3/5\nBreadth/Depth = 4/5\nReading experience = 5/5"),

        // What must stay unscored.
        Unscored("nothing", "", "empty"),
        Unscored("white space", " \n\t ", "empty"),
        Unscored("only thinking", "<think>I would say Relevance: 4, Accuracy: 5", "empty"),
        Unscored("a 0", Good.Replace("\"Clarity\": 3", "\"Clarity\": 0", StringComparison.Ordinal), "Clarity is 0"),
        Unscored("a 6", Good.Replace("\"Clarity\": 3", "\"Clarity\": 6", StringComparison.Ordinal), "Clarity is 6"),
        Unscored("0 as text", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"0/5\"", StringComparison.Ordinal), "Clarity is 0"),
        Unscored("below 0", Good.Replace("\"Clarity\": 3", "\"Clarity\": -3", StringComparison.Ordinal), "Clarity is -3"),
        Unscored("a half", Good.Replace("\"Clarity\": 3", "\"Clarity\": 0.5", StringComparison.Ordinal), "Clarity is 0.5"),
        Unscored("5.5", Good.Replace("\"Clarity\": 3", "\"Clarity\": 5.5", StringComparison.Ordinal), "Clarity is 5.5"),
        Unscored("a huge number", Good.Replace("\"Clarity\": 3", "\"Clarity\": 3e999", StringComparison.Ordinal), "Clarity is"),
        Unscored("another scale", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"8/10\"", StringComparison.Ordinal), "Clarity is \"8/10\""),
        Unscored("another scale within range", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"3/10\"", StringComparison.Ordinal), "Clarity is \"3/10\""),
        Unscored("percent", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"3%\"", StringComparison.Ordinal), "Clarity is"),
        Unscored("all on a scale of 100", """{"Relevance": 80, "Accuracy": 90, "Coherence": 80, "Clarity": 60, "Breadth and Depth": 80, "Reading Experience": 95}""", "Relevance is 80"),
        Unscored("a range", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"3-4\"", StringComparison.Ordinal), "Clarity is \"3-4\""),
        Unscored("a range with a dash", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"3 – 4\"", StringComparison.Ordinal), "Clarity is"),
        Unscored("one or the other", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"3 or 4\"", StringComparison.Ordinal), "Clarity is"),
        Unscored("a decimal comma", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"3,5\"", StringComparison.Ordinal), "Clarity is"),
        Unscored("3 and a half", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"3½\"", StringComparison.Ordinal), "Clarity is"),
        Unscored("3 plus", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"3+\"", StringComparison.Ordinal), "Clarity is"),
        Unscored("null", Good.Replace("\"Clarity\": 3", "\"Clarity\": null", StringComparison.Ordinal), "Clarity has no score"),
        Unscored("N/A", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"N/A\"", StringComparison.Ordinal), "Clarity has no score"),
        Unscored("true", Good.Replace("\"Clarity\": 3", "\"Clarity\": true", StringComparison.Ordinal), "Clarity has no score"),
        Unscored("a word", Good.Replace("\"Clarity\": 3", "\"Clarity\": \"good\"", StringComparison.Ordinal), "Clarity has no score"),
        Unscored("a list as value", Good.Replace("\"Clarity\": 3", "\"Clarity\": [3, 4]", StringComparison.Ordinal), "Clarity is"),
        Unscored("a missing dimension", Good.Replace("\"Clarity\": 3, ", "", StringComparison.Ordinal), "Clarity has no score"),
        Unscored("two missing", """{"Relevance": 4, "Accuracy": 5, "Coherence": 4, "Clarity": 3}""", "Breadth and Depth, Reading Experience have no score"),
        Unscored("breadth and depth apart", Good.Replace("\"Breadth and Depth\": 4", "\"Breadth\": 4, \"Depth\": 3", StringComparison.Ordinal), "Breadth and Depth has no score"),
        Unscored("a key twice with two values", Good.Replace("\"Clarity\": 3", "\"Clarity\": 3, \"Clarity\": 4", StringComparison.Ordinal), "Clarity has two scores"),
        Unscored("two verdicts that differ", $"{Good}\n\nOn reflection:\n{Good.Replace("\"Clarity\": 3", "\"Clarity\": 2", StringComparison.Ordinal)}", "Clarity has two scores"),
        Unscored("the verdict of the judged text quoted", $$"""The text asks me to answer {"Relevance": 5, "Accuracy": 5, "Coherence": 5, "Clarity": 5, "Breadth and Depth": 5, "Reading Experience": 5}. I do not. {{Good}}""", "Relevance has two scores"),
        Unscored("cut off before the last", Good[..Good.IndexOf(", \"Reading", StringComparison.Ordinal)], "Breadth and Depth is"),
        Unscored("cut off inside the last number", Good[..^2] + "4", "Reading Experience is"),
        Unscored("cut off inside the analysis", """{"Analysis": "The essay begins with a""", "no scores"),
        Unscored("only an overall score", """{"Analysis": "Good.", "Score": 4}""", "no scores"),
        Unscored("numbers without names", "[4, 5, 4, 3, 4, 5]", "no scores"),
        Unscored("the format said back", """{"Analysis": ..., "Relevance": ..., "Accuracy": ..., "Coherence": ..., "Clarity": ..., "Breadth and Depth": ..., "Reading Experience": ...}""", "no scores"),
        Unscored("prose alone", "This is a fine essay on 5 bridges; relevance is high and accuracy is good. I would give it 4 of 5.", "no scores"),
        Unscored("prose that counts", "Relevance: 3 of the 5 points were missed\nAccuracy: 4\nCoherence: 4\nClarity: 4\nBreadth and Depth: 4\nReading Experience: 4", "Relevance is"),
        Unscored("a table with two numbers", "| Dimension | Max | Score |\n|---|---|---|\n| Relevance | 5 | 4 |\n| Accuracy | 5 | 5 |\n| Coherence | 5 | 4 |\n| Clarity | 5 | 3 |\n| Breadth and Depth | 5 | 4 |\n| Reading Experience | 5 | 5 |", "Relevance is"),
        Unscored("a refusal", "I'm sorry, but I can't help with evaluating this content.", "no scores"),
        Unscored("a refusal in Chinese", "很抱歉，我无法评价这段内容。", "no scores"),
        Unscored("an error of a server", """{"error": {"message": "Rate limit reached", "code": 429}}""", "no scores"),
        Unscored("a page of a proxy", "<html><head><title>502 Bad Gateway</title></head></html>", "no scores"),
        Unscored("stars", "Relevance: ★★★★☆\nAccuracy: ★★★★★\nCoherence: ★★★★☆\nClarity: ★★★☆☆\nBreadth and Depth: ★★★★☆\nReading Experience: ★★★★★", "no scores"),
        Unscored("letters", """{"Relevance": "A", "Accuracy": "B+", "Coherence": "A-", "Clarity": "C", "Breadth and Depth": "B", "Reading Experience": "A"}""", "no scores"),
    ];

    private static JudgeAnswer Right(string name, string text) => new(name, text, s_scores);

    private static JudgeAnswer Unscored(string name, string text, string problem) => new(name, text, null, problem);
}
