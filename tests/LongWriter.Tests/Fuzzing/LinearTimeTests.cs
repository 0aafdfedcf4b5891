using System.Runtime.InteropServices;
using System.Text;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Text;
using LongWriter.Writing;
using LongWriter.Writing.Guards;

namespace LongWriter.Fuzzing;

/// <summary>
/// What a reader of text from outside costs grows with the text and no faster. Sixteen times the text may take little more than sixteen
/// times the memory (always) and, by the processor's time of the thread alone, far from the 256 times of a quadratic cost (in --long).
/// </summary>
public class LinearTimeTests
{
    private const int Factor = 16;
    private const double MostMemory = 1.5 * Factor;

    /// <summary>Lists that outgrow the caches, and their collection, cost more than their length.</summary>
    private const double MostTime = 6 * Factor;

    /// <summary>Below that a cost is noise.</summary>
    private const long LeastBytes = 200_000;
    private const long LeastNanoseconds = 2_000_000;

    private static readonly Dictionary<string, Action<string>> s_readers = new(StringComparer.Ordinal)
    {
        ["plan"] = text => Expecting<PlanException>(() => PlanParser.Parse(text)),
        ["word count of a step"] = text => WordBudget.Find(text, 0),
        ["words"] = text => WordBudget.Read(text),
        ["length"] = text => TargetLength.Read(text),
        ["title"] = text => DocumentTitle.From(text),
        ["journal"] = text => Expecting<JournalException>(() => JournalContent.Parse("a journal", Encoding.UTF8.GetBytes(text))),
        ["cleaning"] = text => Cleaning.CleanRest(text, "Mud"),
        ["unusable"] = text => Unusable.Find(text),
        ["repetition"] = text => new Repetition().Find(new Section(1, "Mud\n\n" + text, 0)),
        ["cut"] = text => Cut.At(text, 100),
        ["whole sentences"] = text => Sentences.Whole(text),
        ["loop"] = text => LoopDetector.Find(text),
        ["word count"] = text => WordCount.Of(text),
    };

    /// <summary>What a text begins with and what it repeats; once to its end, once with a line of its own behind that.</summary>
    private static readonly (string Start, string Repeated)[] s_texts =
    [
        ("", "1"), ("Write ", "1,"), ("", "1,111"), ("", "1.5k "), ("", "-"), ("1 -", "- "), ("", "–—"), ("", ": "), ("", "."), ("", "!\""), ("", "。”"), ("", " "), ("x", " "), ("x.", " \t"), ("x", "\n"), ("x.", " \n"), ("x", "\r\n"),
        ("", "Paragraph 1 - "), ("Paragraph 1 - ", "Word Count: "), ("Paragraph 1 - Main Point: mud", " - Word Count: 4"), ("Paragraph 1 - Main Point: mud - Word Count: 4", ",4"), ("Paragraph 1 - Main Point: ", "mud "), ("Paragraph 1", "\nMain Point: mud"),
        ("", "1. x\n"), ("", "Paragraph 1 - Main Point: mud - Word Count: 4 words\n"), ("", "Word count: 5\n"), ("mud\n", "Let me know if\n"), ("Sure, ", "here is: "), ("", "> "), ("", "**"), ("", "```\n"),
        ("", "["), ("", "[\n"), ("", "{\"a\":"), ("[{", "\"a\":1,"), ("[", "{\"point\":\"mud\",\"words\":3},"), ("[\"", "\\u4e2d"), ("", "{}\n"), ("{\"journal\":1}\n", "x\n"),
        ("", "第一段"), ("", "海"), ("", "四"), ("", "字"), ("", "字数"), ("字数", "约"), ("", "每章"), ("", "，四百字"), ("", "word "), ("", "5 words "), ("", "and "), ("", "two thousand "), ("a", "-word"), ("", "about "), ("", "of about "), ("", "word count of "),
        ("", "a"), ("a", "\u0301"), ("", "a\u200D"), ("", "\uD83D"), ("", "😀"), ("", "\0"), ("", "mud and clay. "), ("", "mud\n\n"), ("I'm sorry, ", "but "), ("", "Error: "),
    ];

    private static readonly string[] s_ends = ["", "\nx"];

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_reader_costs_no_more_than_the_text_is_long(string reader)
    {
        var read = s_readers[reader];
        read("warm up");
        var slow = new List<string>();
        foreach (var (start, repeated, end) in s_texts.SelectMany(text => s_ends, (text, end) => (text.Start, text.Repeated, end)))
        {
            var (small, large) = (Text(start, repeated, end, 1), Text(start, repeated, end, Factor));
            var memory = Allocated(read, large) / (double)Math.Max(LeastBytes, Allocated(read, small));
            var time = Fuzz.IsLong ? Nanoseconds(read, large) / (double)Math.Max(LeastNanoseconds, Nanoseconds(read, small)) : 0;
            if (memory > MostMemory || time > MostTime)
            {
                slow.Add($"'{start}', '{repeated}' over and over and '{end}': {memory:F1} times the memory, {time:F1} times the time");
            }
        }

        Assert.True(slow.Count == 0, string.Join('\n', slow));
    }

    public static TheoryData<string> Readers => [.. s_readers.Keys];

    private static string Text(string start, string repeated, string end, int times)
    {
        var length = (Fuzz.IsLong ? 10_000 : 2000) * times;
        var text = new StringBuilder(start);
        while (text.Length < length)
        {
            text.Append(repeated);
        }

        return text.Append(end).ToString();
    }

    private static void Expecting<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
        }
        catch (T)
        {
            // Documented.
        }
    }

    private static long Allocated(Action<string> read, string text) => Least(read, text, GC.GetAllocatedBytesForCurrentThread);

    private static long Nanoseconds(Action<string> read, string text) => Least(read, text, ThreadTime);

    /// <summary>What a reading costs, the less of two: the first may build what later ones use, and the machine does other things too.</summary>
    private static long Least(Action<string> read, string text, Func<long> meter)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 2; i++)
        {
            var before = meter();
            read(text);
            least = Math.Min(least, meter() - before);
        }

        return least;
    }

    private static long ThreadTime()
    {
        const int ThreadCpuTime = 3;
        return ClockGetTime(ThreadCpuTime, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : 0;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
