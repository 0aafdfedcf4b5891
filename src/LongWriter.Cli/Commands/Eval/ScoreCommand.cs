using System.CommandLine;
using LongWriter.Cli.Rendering;
using LongWriter.Evaluation;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval score</c></summary>
internal sealed class ScoreCommand(Surroundings around)
{
    /// <summary>Lines of a file that are told one by one; the others are counted, and all are in the JSON.</summary>
    private const int MostTold = 10;

    private readonly Argument<string> _path = new("folder|file") { Description = "an evaluation's folder, or a file of predictions as the released scripts write it", HelpName = "folder|file" };
    private readonly Option<bool> _json = new("--json") { Description = "print one JSON object instead of text" };
    private readonly Option<bool> _released = new("--released") { Description = "score as the released scripts do: words as the file tells them, and 3 on all sides for a vote without a verdict" };
    private readonly Option<string?> _against = new("--against") { Description = "the evaluation of the model that this one was made from: did prompts below 2,000 words get worse?", HelpName = "folder|file" };

    public static Command Create(Surroundings around)
    {
        var score = new ScoreCommand(around);
        var command = new Verb("score", "Score what was written: length, quality where it is judged, repetition, all with error bars.", """
            Examples:
              longwriter eval score runs/nano-direct
              longwriter eval score pred.jsonl --json
              longwriter eval score runs/tuned --against runs/base

            S_l says how near the length is to what was asked, S_q how good the judges found
            the text, S̄ is half their sum; all from 0 to 100. Without a judge's verdict S_q
            and S̄ are blank, never a number: longwriter eval judge gives verdicts.

            The scores of a folder are kept in its scores.json, except those of --released.
            Words are counted again, whatever the file says.
            """)
        {
            score._path,
            score._json,
            score._released,
            score._against,
        };
        command.SetAction(score.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(_path);
        var scorer = new Scorer(new ScoreOptions { Released = parsed.GetValue(_released) });
        var report = Score(scorer, path, cancellationToken);
        if (parsed.GetValue(_against) is { } against)
        {
            report = report with
            {
                ShortPrompts = ShortPromptGate.Of(report, Score(scorer, against, cancellationToken), against)
                    ?? throw new UsageException($"--against {against}: it shares no prompt below {ShortPromptGate.Below:N0} words with {path}; score two evaluations of one suite"),
            };
        }

        if (!report.Released && Directory.Exists(path))
        {
            using var folder = EvaluationFolder.Open(path);
            folder.Save("scores.json", report.ToJson() + "\n");
        }

        if (parsed.GetValue(_json))
        {
            await around.Output.WriteLineAsync(report.ToJson());
        }
        else
        {
            ScoreText.Write(report, around.Output);
        }

        await TellAsync(report, path);
        return ExitCodes.Done;
    }

    private ScoreReport Score(Scorer scorer, string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            var file = new PredictionFile(path);
            using var lines = new PatientProgress(around, "scored", file.CountLines());
            return scorer.Score(file, lines, cancellationToken);
        }

        using var progress = PatientProgress.OfScoring(around, [path]);
        using var folder = EvaluationFolder.Open(path);
        return scorer.Score(folder, progress, cancellationToken);
    }

    /// <summary>What of the file was not as it should be.</summary>
    private async Task TellAsync(ScoreReport report, string path)
    {
        var lines = report.Broken.Select(broken => $"{path}, line {broken.Line}: {broken.Problem}; it is not scored")
            .Concat(report.Mismatches.Select(mismatch => $"{path}, line {mismatch.Line}: says {mismatch.Stated:N0} words and has {mismatch.Counted:N0}"))
            .ToList();
        foreach (var line in lines.Take(MostTold))
        {
            await around.Error.WriteLineAsync(line);
        }

        if (lines.Count > MostTold)
        {
            await around.Error.WriteLineAsync($"and {lines.Count - MostTold:N0} more; {report.Broken.Count:N0} lines are not scored, {report.Mismatches.Count:N0} have another number of words than they say. --json has all");
        }
    }
}
