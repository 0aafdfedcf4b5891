using System.Globalization;
using System.Text.RegularExpressions;
using LongWriter.Inference.Chat;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Nano;

/// <summary>
/// Writes the evaluation documents with a model, through the same writer that <c>longwriter write</c> uses, and measures them: what the
/// model's card and docs/benchmarks report.
/// </summary>
internal sealed class Measurement(Bank bank, string modelPath, string output, TextWriter console)
{
    private sealed record Row(string Instruction, int Asked, int Written, double LengthScore, int Sections, int PlanCalls, double SubjectShare, int OtherSubjects, double OwnStepShare, double FourGrams, int MostRepeated, double Seconds, double Prefill, int Windowed);

    public async Task<int> RunAsync(string evaluationFile, int[] lengths, long seed, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(output);
        using var model = LocalModel.Load(modelPath);
        using var client = new LocalChatClient(model);
        var writer = new DocumentWriter(client, new WriterOptions { Context = new ContextWindow(model.Weights.Shape.ContextLength, text => model.Tokenizer.Encode(text).Count) });
        var rows = new List<Row>();
        var failures = 0;
        foreach (var line in File.ReadLines(evaluationFile).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            foreach (var length in lengths)
            {
                var instruction = parts[1].Replace("{L}", length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
                try
                {
                    var row = await MeasureAsync(writer, instruction, parts[0].Split(',', StringSplitOptions.TrimEntries), length, seed, cancellationToken);
                    rows.Add(row);
                    await console.WriteLineAsync(Table(row));
                }
                catch (WritingException e)
                {
                    failures++;
                    await console.WriteLineAsync($"FAILED {instruction}: {e.Message}");
                }
            }
        }

        var summary = new List<string> { "| asked | documents | S_l mean | S_l least | plans at once | subject in sections | other subjects | own step nearest | repeated 4-grams mean | worst | most repeated sentence | seconds mean | prefill/document worst |", "|---|---|---|---|---|---|---|---|---|---|---|---|---|" };
        foreach (var group in rows.GroupBy(row => row.Asked).Append(null!))
        {
            var all = group is null ? rows : [.. group];
            summary.Add(string.Create(CultureInfo.InvariantCulture, $"| {(group is null ? "all" : group.Key)} | {all.Count} | {all.Average(r => r.LengthScore):F1} | {all.Min(r => r.LengthScore):F1} | {all.Count(r => r.PlanCalls == 1)} | {Weighted(all, r => r.SubjectShare):P1} | {all.Sum(r => r.OtherSubjects)} | {Weighted(all, r => r.OwnStepShare):P1} | {all.Average(r => r.FourGrams):P1} | {all.Max(r => r.FourGrams):P1} | {all.Max(r => r.MostRepeated)} | {all.Average(r => r.Seconds):F1} | {all.Max(r => r.Prefill):F2} |"));
        }

        await File.WriteAllLinesAsync(Path.Combine(output, "summary.md"), [.. summary, "", "| instruction | written | S_l | sections | subject | other | own step | 4-grams | repeated | seconds | prefill |", "|---|---|---|---|---|---|---|---|---|---|---|", .. rows.Select(Table)], cancellationToken);
        summary.ForEach(console.WriteLine);
        return failures == 0 ? 0 : 1;

        static double Weighted(List<Row> all, Func<Row, double> share) => all.Sum(row => share(row) * row.Sections) / Math.Max(1, all.Sum(row => row.Sections));
    }

    private async Task<Row> MeasureAsync(DocumentWriter writer, string instruction, string[] heads, int asked, long seed, CancellationToken cancellationToken)
    {
        PlanReady? plan = null;
        DocumentFinished? done = null;
        var windowed = 0;
        await foreach (var happened in writer.WriteAsync(new WritingRequest(instruction) { Seed = seed }, cancellationToken))
        {
            (plan, done) = (happened as PlanReady ?? plan, happened as DocumentFinished ?? done);
            windowed += happened is HistoryWindowed ? 1 : 0;
        }

        var sections = done!.Document.Sections;
        await File.WriteAllTextAsync(Path.Combine(output, $"{heads[0]}-{asked}.md"), done.Document.ToMarkdown(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(output, $"{heads[0]}-{asked}.plan"), plan!.Plan + "\n" + string.Join('\n', plan.Repairs), cancellationToken);
        var subject = Pattern(heads);
        var others = bank.Known.Select(known => Pattern([known.Name])).ToList();
        var nearest = TextMeasures.Nearest([.. sections.Select(section => section.Text)], [.. plan.Plan.Steps.Select(step => step.MainPoint)]);
        var bodies = sections.Select(section => section.Body).ToList();
        return new Row(
            instruction,
            asked,
            done.Document.Words,
            done.LengthScore,
            sections.Count,
            plan.Calls,
            sections.Count(section => subject.IsMatch(section.Text)) / (double)sections.Count,
            others.Count(other => sections.Any(section => other.IsMatch(section.Text))),
            nearest.Where((step, i) => step == i).Count() / (double)sections.Count,
            TextMeasures.RepeatedFourGrams(bodies),
            TextMeasures.MostRepeatedSentence(bodies),
            done.Seconds,
            (done.Usage.Prompt - done.Usage.Cached) / (double)done.Usage.Completion,
            windowed);
    }

    private static Regex Pattern(string[] words) => new($@"\b(?:{string.Join('|', words.Select(Regex.Escape))})\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5));

    private static string Table(Row row) => string.Create(CultureInfo.InvariantCulture, $"| {row.Instruction} | {row.Written} | {row.LengthScore:F1} | {row.Sections} | {row.SubjectShare:P0} | {row.OtherSubjects} | {row.OwnStepShare:P0} | {row.FourGrams:P1} | {row.MostRepeated} | {row.Seconds:F1} | {row.Prefill:F2} |");
}
