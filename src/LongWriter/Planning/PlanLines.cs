using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter.Planning;

/// <summary>
/// Reads a plan written as lines: "Paragraph", "Section", "第1段" or a bare number ahead, hyphens or dashes, bold, bullets, full-width
/// colons, a step wrapped over several lines or written as a list of its fields, a word count with or without its label.
/// </summary>
internal static partial class PlanLines
{
    /// <summary>A step is wrapped over no more lines than this; what goes on longer was none.</summary>
    private const int MostContinuations = 8;

    public static PlanReading Read(string text)
    {
        var steps = new List<(string, int)>();
        var incomplete = new List<string>();
        var entry = new StringBuilder();
        var read = default(Entry);
        var (named, continuations) = (false, 0);
        foreach (var raw in text.Split('\n'))
        {
            // Bold and code marks say nothing here; a fence is a line of its own.
            var line = raw.Replace("*", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Trim();
            if (line.Length == 0)
            {
                continue;
            }

            var begins = Begins(line, out var isNamed);
            if (!begins && entry.Length > 0 && Label().IsMatch(line))
            {
                // A main point on its own line belongs to the number above it, unless that already says something.
                begins = read.HasPoint;
                isNamed = true;
            }

            if (begins || (entry.Length == 0 && Label().IsMatch(line)))
            {
                Close();
                entry.Append(line);
                (named, continuations) = (isNamed, 0);
            }
            else if (entry.Length > 0)
            {
                entry.Append(' ').Append(line);
                continuations++;
            }
            else
            {
                continue;
            }

            read = Inspect(entry.ToString());
            if (read is { HasPoint: true, HasCount: true } || continuations >= MostContinuations)
            {
                Close();
            }
        }

        Close();
        return new PlanReading(steps, incomplete);

        void Close()
        {
            if (entry.Length == 0)
            {
                return;
            }

            if (read.HasPoint && read.Words > 0)
            {
                steps.Add((read.Point, read.Words));
            }
            else if (named || read.HasCount)
            {
                incomplete.Add(entry.ToString());
            }

            entry.Clear();
        }
    }

    /// <summary>A line that is to be one step: its main point, "" where it has none, and its words, 0 where it states none; null where it does not begin like a step.</summary>
    public static (string Point, int Words)? ReadLine(string line)
    {
        line = line.Replace("*", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Trim();
        return Begins(line, out _) && Inspect(line) is var entry ? (entry.Point, entry.Words) : null;
    }

    private static bool Begins(string line, out bool named)
    {
        named = NamedStart().IsMatch(line);
        return named || BareStart().IsMatch(line);
    }

    /// <summary>What an entry says so far.</summary>
    private static Entry Inspect(string entry)
    {
        var start = NamedStart().Match(entry) is { Success: true } named ? named : BareStart().Match(entry);
        var rest = entry[(start.Success ? start.Length : 0)..];
        var from = Label().Match(rest) is { Success: true } label ? label.Length : 0;
        var count = WordBudget.Find(rest, from);
        var point = (count is { } found ? rest[from..found.Start] : WithoutCountLabel(rest[from..])).Trim(s_edges).TrimEnd(s_openings).Trim(s_edges);

        // "Paragraph 1 - Word Count: 100 words": a label is no point.
        point = WordBudget.Label().Match(point) is { Success: true, Index: 0 } bare && bare.Length == point.Length ? "" : point;
        return new Entry(point, count?.Words ?? 0, count is not null);
    }

    private static string WithoutCountLabel(string text) => WordBudget.Label().Match(text) is { Success: true } label ? text[..label.Index] : text;

    private static readonly char[] s_edges = [' ', '\t', '\r', '-', '–', '—', ':', '：', '.', '。', ',', '，', ';', '；', '|'];
    private static readonly char[] s_openings = ['(', '（', '[', '【', ' ', '-', '–', '—'];

    private readonly record struct Entry(string Point, int Words, bool HasCount)
    {
        public bool HasPoint => Point is { Length: > 0 };
    }

    // None of these backtracks: a model that falls into "1 - - - - -" must cost no more than the line is long.
    [GeneratedRegex(@"^[\s>#\-–•·|+]*(?:(?:Paragraph|Section|Step|Part|Chapter|段落|步骤|部分|章节)\s*[#(（]?\s*[0-9０-９]{1,4}|第\s*(?:[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,5})\s*(?:段落|段|部分|节|步|章))\s*[\s\-–—:：.、)）|]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NamedStart();

    [GeneratedRegex(@"^[\s>#\-–•·|+]*[0-9０-９]{1,4}\s*[\-–—:：.、)）|]+[\s\-–—:：|]*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BareStart();

    [GeneratedRegex(@"^[\s>#\-–•·|+(（\[]*(?:Main\s*Points?|主要内容|主要观点|中心思想|要点|主旨|主题|内容)\s*[:：]\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}
