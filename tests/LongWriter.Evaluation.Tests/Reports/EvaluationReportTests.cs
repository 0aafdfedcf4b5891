using System.Text.Json;
using System.Xml.Linq;
using LongWriter.Evaluation.Reports;
using LongWriter.Evaluation.Tests.Fakes;

namespace LongWriter.Evaluation.Tests.Reports;

public sealed class EvaluationReportTests : IDisposable
{
    private readonly ReportedRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void The_page_is_well_formed_whatever_stands_in_prompts_names_and_texts()
    {
        var page = Page(_runs.Folder("a", ReportedRuns.Hostile.Replace("\uD800", "", StringComparison.Ordinal), "judge <b>"), _runs.Folder("b"));
        Assert.Equal("html", page.Root!.Name.LocalName);
        var texts = page.Descendants("article").Elements("div").Select(text => text.Value).ToList();
        Assert.Equal(4, texts.Count);
        Assert.Equal(2, texts.Count(text => text.Contains("<script>alert(1)</script><img src=\"http://example.com/x\" onerror='alert(2)'>", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_in_the_page_runs_or_loads()
    {
        var page = Page(_runs.Folder("a", ReportedRuns.Hostile.Replace("\uD800", "", StringComparison.Ordinal)), _runs.Folder("b"));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img" or "iframe" or "object" or "embed" or "link" or "image" or "use" or "foreignObject" or "base" or "form");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.LocalName is "src" or "style");
        Assert.All(page.Descendants().Attributes("href"), href => Assert.StartsWith("#", href.Value, StringComparison.Ordinal));
        Assert.All(page.Descendants("style"), style => Assert.DoesNotMatch("url\\(|@import", style.Value));
        Assert.Contains(page.Descendants("meta"), meta => meta.Attribute("http-equiv") is not null && meta.Attribute("content")!.Value.StartsWith("default-src 'none'", StringComparison.Ordinal));
        Assert.Contains(page.Descendants(), element => element.Name.LocalName == "svg");
        Assert.Equal(page.Descendants().Attributes("id").Count(), page.Descendants().Attributes("id").DistinctBy(id => id.Value, StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Links_of_the_page_lead_to_its_parts()
    {
        var page = Page(_runs.Folder("a"));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToHashSet(StringComparer.Ordinal);
        Assert.All(page.Descendants().Attributes("href"), href => Assert.Contains(href.Value[1..], ids));
    }

    [Fact]
    public void Without_a_judge_there_is_a_blank_with_its_reason_and_no_number()
    {
        var markdown = ReportedRuns.Report(_runs.Folder("a")).ToMarkdown();
        Assert.Matches(@"\| nano, direct \| – \(no judge\) \| [\d.]+ \([\d.]+ – [\d.]+\) \| [^|]+ \| – \(no judge\) \| 2 of 2 \| – \(no judge\) \|", markdown);
        Assert.Contains("Nobody has judged these texts", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("Krippendorff", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain(ReportedRuns.Report(_runs.Folder("a")).Drawings, drawing => drawing.Name == "dimensions");
    }

    [Fact]
    public void A_judged_run_says_how_far_it_is_judged_and_what_it_compares_with()
    {
        var report = ReportedRuns.Report(_runs.Folder("a", judge: "judge-a", second: "judge-b"));
        var markdown = report.ToMarkdown();
        Assert.Contains("| nano, direct | judge-a | 75.0 (one prompt) | 2 | 1 |", markdown, StringComparison.Ordinal);

        // S̄ takes S_l of two prompts, and S_q of one: its spread is not known.
        Assert.Matches(@"\| nano, direct \| 87\.1 \(one prompt\) \| [\d.]+ \([\d.]+ – [\d.]+\) \|", markdown);
        Assert.Contains("1 of 2", markdown, StringComparison.Ordinal);
        Assert.Contains("the prompt is longwriter's own", markdown, StringComparison.Ordinal);
        Assert.Contains("| nano, direct | judges with each other | – (one text) |", markdown, StringComparison.Ordinal);
        Assert.Contains(report.Drawings, drawing => drawing.Name == "dimensions");
    }

    [Fact]
    public void Published_results_have_their_source_and_no_figure_that_was_not_checked()
    {
        var markdown = ReportedRuns.Report(_runs.Folder("a")).ToMarkdown();
        Assert.Contains("arXiv 2408.07055", markdown, StringComparison.Ordinal);
        Assert.Contains("| LongWriter-9B | 80.5 | 78.6 | 82.3 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| LongWriter-9B-DPO | 84.0 | – | – |", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("82.6", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("GPT-4o +", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_one_model_and_strategy_are_told_apart_by_their_folders() =>
        Assert.Equal(["nano, direct (a)", "nano, direct (b)", "other, direct"], ReportedRun.Read([_runs.Folder("a"), _runs.Folder("b"), _runs.Folder("c", "other")], cancellationToken: TestContext.Current.CancellationToken).Select(run => run.Name));

    [Fact]
    public void The_object_has_the_scores_and_not_the_texts()
    {
        var json = ReportedRuns.Report(_runs.Folder("a", judge: "judge-a")).ToJson();
        using var parsed = JsonDocument.Parse(json);
        var run = parsed.RootElement.GetProperty("runs")[0];
        Assert.Equal("5a17", run.GetProperty("info").GetProperty("suite_sha256").GetString());
        Assert.Equal(75, run.GetProperty("scores").GetProperty("overall").GetProperty("quality").GetProperty("mean").GetDouble());
        Assert.Equal(2, run.GetProperty("judging").GetProperty("votes").GetInt32());
        Assert.DoesNotContain("word word", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tables_are_as_they_were()
    {
        // The whole of a small report: a change of any cell is seen here first.
        var markdown = ReportedRuns.Report(_runs.Folder("a", judge: "judge-a")).ToMarkdown();
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "report.md")).ReplaceLineEndings("\n"), markdown);
    }

    [Fact]
    public void Judged_without_a_verdict_is_blank_for_another_reason_than_nobody_judged()
    {
        var markdown = ReportedRuns.Report(_runs.Folder("a", judge: "judge-a", verdict: false), _runs.Folder("b")).ToMarkdown();
        Assert.Matches(@"\| nano, direct \(a\) \| – \(no verdict\) \| [^|]+ \| [^|]+ \| – \(no verdict\) \| 2 of 2 \| 0 of 2 \|", markdown);
        Assert.Matches(@"\| nano, direct \(b\) \| – \(no judge\) \| [^|]+ \| [^|]+ \| – \(no judge\) \| 2 of 2 \| – \(no judge\) \|", markdown);
        Assert.Contains("| nano, direct (a) | judge-a | – (no verdict) | 2 | 2 |", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody has judged", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_all_columns_say_is_told_once()
    {
        var markdown = ReportedRuns.Report(_runs.Folder("a", judge: "judge-a"), _runs.Folder("b")).ToMarkdown();
        foreach (var term in (string[])["S_l", "S_l, any script", "S_q", "S̄", "Written", "Judged", "95% interval", "–"])
        {
            Assert.Single(markdown[..markdown.IndexOf("## Length", StringComparison.Ordinal)].Split('\n'), line => line.StartsWith($"| {term} | ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_name_turns_nothing_around_it()
    {
        var page = Page(_runs.Folder("a", "left\u202Eright\u2066\u2028"), _runs.Folder("b"));
        Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069\u2028]", page.Root!.Value);
        Assert.Contains("left\uFFFDright\uFFFD , direct", page.Root.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_stand_in_the_order_of_the_suite_and_are_counted_as_they_go()
    {
        var told = new List<int>();
        using var html = new StringWriter();
        ReportedRuns.Report(_runs.Folder("a"), _runs.Folder("b")).WriteHtml(html, new Telling(told), TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 4], told);
        Assert.Equal(["100", "1,000"], XDocument.Parse(html.ToString()).Descendants("summary").Select(summary => summary.Element("small")!.Value.Split(' ')[^4]));
        Assert.Throws<OperationCanceledException>(() => ReportedRuns.Report(_runs.Folder("c")).WriteHtml(TextWriter.Null, cancellationToken: new CancellationToken(canceled: true)));
    }

    private sealed class Telling(List<int> told) : IProgress<int>
    {
        public void Report(int value) => told.Add(value);
    }

    private static XDocument Page(params string[] folders) => XDocument.Parse(ReportedRuns.Html(ReportedRuns.Report(folders)));
}
