using System.Globalization;
using System.Text.RegularExpressions;
using LongWriter.Inference.Chat;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Nano;

/// <summary>What was measured on one document.</summary>
/// <param name="PlanCalls">Calls until a plan stood that parses and is fine enough for its length.</param>
/// <param name="UnreadablePlans">Of these, answers that did not parse.</param>
/// <param name="Rewritten">Calls for sections beyond one each: written again, because empty or repeating what stood, or continued.</param>
/// <param name="SubjectShare">Sections that hold the subject's head noun, 0 to 1.</param>
/// <param name="OtherSubjects">Subjects of the corpus that the document names.</param>
/// <param name="OwnStepShare">Sections whose nearest plan step by TF-IDF is their own, 0 to 1.</param>
/// <param name="FourGrams">Repeated 4-grams, 0 to 1.</param>
/// <param name="MostRepeated">How often the most frequent sentence of eight words or more stands.</param>
/// <param name="OffFrame">Sentences that no frame of the bank gives, 0 to 1.</param>
/// <param name="Prefill">Prefilled tokens over the document's own.</param>
/// <param name="Windowed">How often the history lost its front.</param>
internal sealed record MeasuredDocument(
    string Instruction, int Asked, int Written, double LengthScore, int Sections, int PlanCalls, int UnreadablePlans, int Rewritten, double SubjectShare, int OtherSubjects, double OwnStepShare, double FourGrams, int MostRepeated, double OffFrame, double Seconds, double Prefill, int Windowed);

/// <summary>
/// Writes the evaluation documents with a model, through the same writer that <c>longwriter write</c> uses, and measures them: what the
/// model's card and docs/benchmarks report.
/// </summary>
internal sealed class Measurement(Bank bank, string modelPath, string output, float? temperature = null)
{
    private readonly FrameMatch _frames = new(bank);

    /// <summary>Measures every instruction at every length, one after another.</summary>
    /// <param name="evaluationFile">Lines "word(s) that carry the subject | instruction with {L} for its length".</param>
    /// <exception cref="WritingException">A document could not be written.</exception>
    public async IAsyncEnumerable<MeasuredDocument> RunAsync(string evaluationFile, int[] lengths, long seed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(output);
        using var model = LocalModel.Load(modelPath);
        using var client = new LocalChatClient(model);
        var writer = new DocumentWriter(client, new WriterOptions { Temperature = temperature, Context = new ContextWindow(model.Weights.Shape.ContextLength, model.CountTokens) { MostTokensPerWord = model.MostTokensPerWord }, SendsWritten = true });
        foreach (var line in File.ReadLines(evaluationFile).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            foreach (var length in lengths)
            {
                var instruction = parts[1].Replace("{L}", length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
                yield return await MeasureAsync(writer, instruction, parts[0].Split(',', StringSplitOptions.TrimEntries), length, seed, cancellationToken);
            }
        }
    }

    private async Task<MeasuredDocument> MeasureAsync(DocumentWriter writer, string instruction, string[] heads, int asked, long seed, CancellationToken cancellationToken)
    {
        PlanReady? plan = null;
        DocumentFinished? done = null;
        var repairs = new List<string>();
        var (windowed, rewritten) = (0, 0);
        await foreach (var happened in writer.WriteAsync(new WritingRequest(instruction) { Seed = seed }, cancellationToken))
        {
            (plan, done) = (happened as PlanReady ?? plan, happened as DocumentFinished ?? done);
            repairs.AddRange(happened is PlanRepaired repair ? [repair.Reason] : []);
            windowed += happened is HistoryWindowed ? 1 : 0;
            rewritten += happened is SectionRestarted or SectionContinued ? 1 : 0;
        }

        var sections = done!.Document.Sections;
        await File.WriteAllTextAsync(Path.Combine(output, $"{heads[0]}-{asked}.md"), done.Document.ToMarkdown(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(output, $"{heads[0]}-{asked}.plan"), plan!.Plan + "\n" + string.Join('\n', repairs), cancellationToken);
        var subject = Pattern(heads);
        var others = bank.Known.Select(known => Pattern([known.Name])).ToList();
        var nearest = TextMeasures.Nearest([.. sections.Select(section => section.Text)], [.. plan.Plan.Steps.Select(step => step.MainPoint)]);
        var bodies = sections.Select(section => section.Body).ToList();
        var (sentences, off) = _frames.Find(bodies);
        await File.WriteAllLinesAsync(Path.Combine(output, $"{heads[0]}-{asked}.off"), off, cancellationToken);
        return new MeasuredDocument(
            instruction,
            asked,
            done.Document.Words,
            done.LengthScore,
            sections.Count,
            plan.Calls,
            plan.Unreadable,
            rewritten,
            sections.Count(section => subject.IsMatch(section.Text)) / (double)sections.Count,
            others.Count(other => sections.Any(section => other.IsMatch(section.Text))),
            nearest.Where((step, i) => step == i).Count() / (double)sections.Count,
            TextMeasures.RepeatedFourGrams(bodies),
            TextMeasures.MostRepeatedSentence(bodies),
            off.Count / (double)Math.Max(1, sentences),
            done.Seconds,
            (done.Usage.Prompt - done.Usage.Cached) / (double)done.Usage.Completion,
            windowed);
    }

    private static Regex Pattern(string[] words) => new($@"\b(?:{string.Join('|', words.Select(Regex.Escape))})\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5));
}
