using System.Globalization;
using System.Text.Json.Nodes;

namespace LongWriter.Training.Runs;

/// <summary>Writes train.jsonl, one object per optimizer step, and a progress line every few seconds.</summary>
public sealed class TrainLog : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private readonly StreamWriter _file;
    private readonly TextWriter _console;
    private readonly TimeProvider _time;
    private readonly int _steps;
    private readonly long _start;
    private readonly int _firstStep;
    private long _lastStep;
    private long _lastLine;
    private long _tokens;
    private double _smoothed = double.NaN;

    public TrainLog(string path, TrainState state, int steps, TimeProvider time, TextWriter console)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(time);
        Keep(path, state.Step);

        // Line by line: resuming counts the lines, so those up to a checkpoint must be there even if the process is killed.
        _file = new StreamWriter(path, append: true) { AutoFlush = true };
        (_console, _time, _steps, _firstStep) = (console, time, steps, state.Step);
        _start = _lastStep = _lastLine = time.GetTimestamp();
    }

    public void Write(StepResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var now = _time.GetTimestamp();
        var seconds = Math.Max(1e-9, _time.GetElapsedTime(_lastStep, now).TotalSeconds);
        _lastStep = now;
        _tokens += result.Tokens;
        _smoothed = double.IsNaN(_smoothed) ? result.Loss : (0.95 * _smoothed) + (0.05 * result.Loss);
        _file.WriteLine(Line(result, result.Tokens / seconds));
        if (_time.GetElapsedTime(_lastLine, now) >= s_interval || result.Step + 1 == _steps)
        {
            _lastLine = now;
            var elapsed = _time.GetElapsedTime(_start, now);
            var done = result.Step + 1 - _firstStep;
            var left = elapsed * (((double)_steps - result.Step - 1) / done);
            _console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {result.Step + 1}/{_steps}  loss {_smoothed:F3}  lr {result.LearningRate:E2}  grad {result.GradNorm:F2}  {_tokens / elapsed.TotalSeconds:N0} tokens/s  left {left:hh\\:mm\\:ss}"));
        }
    }

    private static string Line(StepResult result, double tokensPerSecond)
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

        return line.ToJsonString();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Drops the lines after the checkpoint that a resumed run goes on from, so that no step stands twice.</summary>
    private static void Keep(string path, int steps)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var kept = File.ReadLines(path).Take(steps).ToList();
        File.WriteAllLines(path + ".tmp", kept);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
