using System.Text.Json.Nodes;

namespace LongWriter.Training.Runs;

/// <summary>Writes train.jsonl, one object per optimizer step, and held-out.jsonl, one per measurement.</summary>
internal sealed class TrainLog : IDisposable
{
    private readonly StepLines _steps;
    private readonly StepLines _heldOut;
    private readonly TimeProvider _time;
    private readonly bool _measuredBefore;
    private long _last;

    /// <param name="steps">Steps taken before; a run that is gone on with drops the lines after its checkpoint.</param>
    public TrainLog(string folder, int steps, TimeProvider time)
    {
        _time = time;
        _steps = new StepLines(Path.Combine(folder, RunHistory.StepsFile), steps);
        var heldOut = Path.Combine(folder, RunHistory.HeldOutFile);
        _heldOut = new StepLines(heldOut, steps);
        _measuredBefore = File.Exists(heldOut);
        _last = time.GetTimestamp();
    }

    public void Write(StepResult result)
    {
        if (_measuredBefore)
        {
            _heldOut.Cut();
        }

        var now = _time.GetTimestamp();
        var seconds = Math.Max(1e-9, _time.GetElapsedTime(_last, now).TotalSeconds);
        _last = now;
        _steps.Write(Line(result, result.Tokens / seconds));
    }

    public void Write(HeldOutLoss measured)
    {
        _heldOut.Write(new JsonObject { ["step"] = measured.Steps, ["loss"] = Math.Round(measured.Loss, 5) });

        // The time it took is no step's.
        _last = _time.GetTimestamp();
    }

    private static JsonObject Line(StepResult result, double tokensPerSecond)
    {
        var line = new JsonObject
        {
            ["step"] = result.Step + 1,
            ["loss"] = Math.Round(result.Loss, 5),
            ["lr"] = result.LearningRate,
            ["grad_norm"] = Math.Round(result.GradNorm, 4),
            ["tokens"] = result.Tokens,
            ["tokens_per_second"] = Math.Round(tokensPerSecond, 1),
        };
        if (result.Preference is { } pairs)
        {
            line["pairs"] = pairs.Pairs;
            line["margin"] = Math.Round(pairs.Margin, 5);
            line["accuracy"] = Math.Round(pairs.Accuracy, 4);
            line["chosen_reward"] = Math.Round(pairs.ChosenReward, 5);
            line["rejected_reward"] = Math.Round(pairs.RejectedReward, 5);
            line["chosen_tokens"] = Math.Round(pairs.ChosenTokens, 1);
            line["rejected_tokens"] = Math.Round(pairs.RejectedTokens, 1);
            line["chosen_loss"] = Math.Round(pairs.ChosenLoss, 5);
            line["rejected_loss"] = Math.Round(pairs.RejectedLoss, 5);
        }

        return line;
    }

    public void Dispose()
    {
        _steps.Dispose();
        _heldOut.Dispose();
    }
}
