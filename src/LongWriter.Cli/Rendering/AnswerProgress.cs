using LongWriter.Evaluation.Running;

namespace LongWriter.Cli.Rendering;

/// <summary>Progress of an evaluation's run: on a terminal one line that is written over, else a line for every answer. Failures have a line of their own in both.</summary>
internal sealed class AnswerProgress(TextWriter error, bool isLive)
{
    private bool _hasBegun;
    private bool _isOpen;

    public async Task ReadAsync(RunProgress progress)
    {
        if (progress.Failure is { } failure)
        {
            await LineAsync($"{Printable.Of(failure.Id)}{Sample(failure.Sample)}: no answer, {Printable.Of(failure.Reason)}");
        }
        else if (!_hasBegun && progress.Standing > 0)
        {
            await LineAsync($"{progress.Standing:N0} of {progress.Total:N0} answers stand already");
        }
        else if (!isLive && progress.Prediction is { } prediction)
        {
            await LineAsync($"{State(progress)} — {Printable.Of(prediction.Id)}{Sample(prediction.Sample)}: {prediction.ResponseLength:N0} words{(prediction.FinishReason == "length" ? ", cut at its token limit" : "")}, {prediction.Seconds:F0} s");
        }

        _hasBegun = true;
        if (isLive)
        {
            await error.WriteAsync($"{ProgressLine.Again}{State(progress)}, {progress.Words:N0} words{(progress.Failed > 0 ? $", {progress.Failed:N0} failed" : "")}");
            await error.FlushAsync();
            _isOpen = true;
        }
    }

    /// <summary>Leaves the last line as it is and goes on below it.</summary>
    public async Task CloseAsync()
    {
        if (_isOpen)
        {
            await error.WriteLineAsync();
            _isOpen = false;
        }
    }

    private async Task LineAsync(string line) => await error.WriteLineAsync(_isOpen ? ProgressLine.Again + line : line);

    private static string Sample(int sample) => sample == 0 ? "" : $" ({sample + 1})";

    private static string State(RunProgress progress) =>
        $"{progress.Standing + progress.Done:N0} of {progress.Total:N0} answers{(progress.Left is { } left ? $", {Pace.Clock(left)} left" : "")}";
}
