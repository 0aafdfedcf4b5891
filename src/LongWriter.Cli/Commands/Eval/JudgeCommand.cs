using System.CommandLine;
using LongWriter.Cli.Rendering;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval judge</c></summary>
internal sealed class JudgeCommand(Surroundings around)
{
    private const int MostVotes = 100;

    private readonly Argument<DirectoryInfo> _folder = new("folder") { HelpName = "folder", Description = "the evaluation's folder, as eval run makes it" };
    private readonly JudgeOption _shared = new();
    private readonly Option<FileInfo?> _template = new("--judge-template") { Description = "prompt of your own, with $INST$ where the request goes and $RESPONSE$ where the writing goes", HelpName = "file", CustomParser = Values.File };
    private readonly Option<int?> _votes = new("--votes") { Description = "votes of each judge on each text (default: 1)", HelpName = "n", CustomParser = Values.Number<int> };

    public static Command Create(Surroundings around)
    {
        var judge = new JudgeCommand(around);
        var command = new Verb("judge", "Have models judge what was written, on six sides of quality.", """
            Examples:
              longwriter eval judge nano-direct --judge openai/gpt-4o-2024-05-13
              longwriter eval judge nano-direct --judge anthropic/claude-sonnet-5 ollama/qwen3 --votes 3

            Votes are kept in the folder, in judgements/, as they come: given again after an
            interrupt, the same command goes on. An answer that cannot be read is shown to
            the judge once with what is wrong; after that the text stays unscored, which is
            never a number. Texts longer than a judge can read are judged in parts.

            The published judge.txt works as --judge-template as it is.
            """)
        {
            judge._folder,
        };
        judge._shared.AddTo(command);
        command.Add(judge._template);
        command.Add(judge._votes);
        command.SetAction(judge.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (names, concurrency, temperature, quiet, budget) = _shared.Read(parsed);
        var votes = parsed.InRange(_votes, 1, MostVotes) ?? 1;
        using var folder = EvaluationFolder.Open(parsed.GetValue(_folder)!.FullName);
        var template = parsed.GetValue(_template) is { } file ? JudgeTemplate.Load(file.FullName) : JudgeTemplate.LongWriter;
        EnsureAlike(folder, template, temperature);
        var predictions = folder.Predictions.ToList();
        if (predictions.Count == 0)
        {
            throw new UsageException($"{folder.Path}: nothing is written yet; longwriter eval run writes the texts to judge");
        }

        var spending = new Spending(around, budget);
        using var models = JudgeModels.Open(around, names, spending);
        var files = new Dictionary<string, RecordFile<Judgement>>(StringComparer.Ordinal);
        try
        {
            foreach (var judge in models.Judges)
            {
                files[judge.Name] = folder.OpenJudgements(judge.Name);
                spending.AddPast(Spending.Sum(files[judge.Name].Past.Select(judgement => judgement.Usage)), judge.Name);
            }

            var run = new JudgeRun(new WritingQualityEvaluator(new JudgeOptions { Template = template, Temperature = temperature, Seed = folder.Info.Seed, Concerns = JudgeModels.Concerns }), votes, concurrency);
            await JudgeAsync(run, predictions, models.Judges, files, quiet, cancellationToken);
        }
        finally
        {
            foreach (var open in files.Values)
            {
                open.Dispose();
            }
        }

        await new JudgingText(around.Error).WriteAsync(folder, [.. folder.Judgements.Where(judge => files.ContainsKey(judge.Key)).SelectMany(judge => judge.Value)]);
        return ExitCodes.Done;
    }

    private async Task JudgeAsync(JudgeRun run, List<Prediction> predictions, IReadOnlyList<Judge> judges, Dictionary<string, RecordFile<Judgement>> files, bool quiet, CancellationToken cancellationToken)
    {
        var shown = new CountProgress(around.Error, around.Time, "judged");
        JudgeProgress? last = null;
        try
        {
            await run.RunAsync(predictions, judges, files.Values.SelectMany(file => file.Past), judgement => files[judgement.Judge].Append(judgement), progress =>
            {
                last = progress;
                if (!quiet)
                {
                    shown.Show(progress.Done, progress.Total, progress.Before, $"{(progress.Unscored > 0 ? $", {progress.Unscored:N0} unscored" : "")}{(progress.Retries > 0 ? $", {progress.Retries:N0} asked again" : "")}");
                }
            }, cancellationToken);
            shown.Close();
        }
        catch (Exception e)
        {
            shown.Close();
            await around.Error.WriteLineAsync($"{(e is OperationCanceledException ? "interrupted" : "stopped")} with {last?.Done ?? 0:N0} of {Counted.Of(last?.Total ?? 0, "vote")}; the same command goes on");
            throw;
        }
    }

    /// <summary>Votes under another prompt or temperature measure something else: in one folder they would be averaged with these.</summary>
    private static void EnsureAlike(EvaluationFolder folder, JudgeTemplate template, float temperature)
    {
        if (folder.Judgements.Values.SelectMany(votes => votes).FirstOrDefault(vote => vote.TemplateHash != template.Hash || vote.Temperature != temperature) is { } other)
        {
            var what = other.TemplateHash != template.Hash ? $"with another prompt ({other.TemplateHash}, not {template.Hash})" : $"at temperature {other.Temperature}, not {temperature}";
            throw new UsageException($"{folder.Path}: {other.Judge} has judged it {what}. Judge alike, or remove {Path.Combine(folder.Path, "judgements")} to judge anew");
        }
    }
}
