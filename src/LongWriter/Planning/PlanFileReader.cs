using System.Globalization;
using System.Text.RegularExpressions;
using LongWriter.Text;

namespace LongWriter.Planning;

/// <summary>
/// Reads a plan file line by line. Unlike a model's answer it is refused, with the line's number, where a line says nothing or two lines
/// disagree: a person's work is not guessed at.
/// </summary>
internal sealed partial class PlanFileReader
{
    private readonly List<(int Line, string Point, int Words, List<PlanStep> Sections)> _chapters = [];
    private readonly List<PlanStep> _sections = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _chapterLines = new(StringComparer.OrdinalIgnoreCase);
    private int _firstSection;
    private long _words;

    /// <exception cref="PlanException">As for <see cref="PlanFile.Parse"/>.</exception>
    public static PlanFile Read(string text)
    {
        var reader = new PlanFileReader();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                reader.Read(number, line);
            }
        }

        return reader.Whole();
    }

    private void Read(int number, string line)
    {
        var isChapter = ChapterStart().IsMatch(line);
        var exact = Exact().Match(line);
        var (point, words) = exact.Success ? (exact.Groups["point"].Value.Trim(), Count(exact.Groups["words"]))
            : PlanLines.ReadLine(line) ?? throw Problem(number, line, $"'{Short(line)}' is no line of a plan; write 'Paragraph 1 - Main Point: … - Word Count: 400 words', or put # before it");
        if (point.Length == 0)
        {
            throw Problem(number, line, "it has no main point; say what the section is about behind 'Main Point:'");
        }

        var told = isChapter ? _chapterLines : _lines;
        if (!told.TryAdd(point, number))
        {
            throw Problem(number, line, $"it says the same as line {told[point]}; change one of them or take it out");
        }

        if (isChapter)
        {
            _chapters.Add((number, point, words, []));
            _lines.Clear(); // chapters may have sections of the same name
            return;
        }

        if (words == 0)
        {
            throw Problem(number, line, "it has no word count; end it with ' - Word Count: 400 words'");
        }

        _firstSection = _firstSection == 0 && _chapters.Count == 0 ? number : _firstSection;
        Add(number, line, words);
        var sections = _chapters.Count > 0 ? _chapters[^1].Sections : _sections;
        sections.Add(new PlanStep(sections.Count + 1, point, words));
    }

    private PlanFile Whole()
    {
        if (_chapters.Count == 0)
        {
            return _sections.Count > 0 ? PlanFile.Of(new Plan(_sections)) : throw Problem(1, "", "the plan holds no section; write 'Paragraph 1 - Main Point: … - Word Count: 400 words'");
        }

        if (_firstSection > 0)
        {
            throw Problem(_firstSection, "", "the section stands before the first chapter; put a chapter above it, or take the chapters out");
        }

        return PlanFile.Of(new Outline([.. _chapters.Select((chapter, i) => Whole(i + 1, chapter))]));
    }

    private Chapter Whole(int number, (int Line, string Point, int Words, List<PlanStep> Sections) chapter)
    {
        var (line, point, words, sections) = chapter;
        if (sections.Count == 0)
        {
            Add(line, point, words);
            return words > 0 ? new Chapter(number, point, words) : throw Problem(line, point, "the chapter has neither sections nor a word count; give it one of them");
        }

        var plan = new Plan(sections);
        return words == 0 || words == plan.Words ? new Chapter(number, point, plan.Words) { Sections = plan }
            : throw Problem(line, point, $"the chapter has {words} words and its sections come to {plan.Words}; make them agree, or leave the chapter's count out");
    }

    private void Add(int number, string line, int words)
    {
        _words += words;
        if (_words > TargetLength.Most)
        {
            throw Problem(number, line, $"here the plan comes to more than {TargetLength.Most} words");
        }
    }

    private static int Count(Group words) => int.TryParse(words.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= TargetLength.Most ? count : 0;

    private static PlanException Problem(int number, string line, string problem) => new($"line {number}: {problem}", line);

    private static string Short(string line) => line.Length <= 60 ? line : line[..60] + "…";

    [GeneratedRegex(@"^[\s>\-–•·|+*]*(?:Chapter\s*[0-9０-９]|章节|第\s*(?:[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,5})\s*章)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Timeout.Infinite)]
    private static partial Regex ChapterStart();

    // The lines as they are written, whatever marks a main point holds. Greedy: the last word count is the line's.
    [GeneratedRegex(@"^(?:Paragraph [0-9]{1,6} - Main Point: (?<point>.+) - Word Count: (?<words>[0-9]{1,9}) words|Chapter [0-9]{1,6} - Main Point: (?:(?<point>.+) - Word Count: (?<words>[0-9]{1,9}) words|(?<point>.+)))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, Timeout.Infinite)]
    private static partial Regex Exact();
}
