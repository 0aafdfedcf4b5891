using System.Globalization;

namespace LongWriter.Training.Runs.Watching;

/// <summary>A line every ten seconds, after the last step, and for every measurement on what was kept from training.</summary>
internal sealed class PlainProgress(TextWriter console, Pace pace, TimeProvider time) : ITrainProgress
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private long _told = time.GetTimestamp();

    public void Read(StepResult result)
    {
        pace.Read(result);
        if (time.GetElapsedTime(_told) >= s_interval || result.Step + 1 == pace.Steps)
        {
            _told = time.GetTimestamp();
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {result.Step + 1}/{pace.Steps}  loss {pace.Loss:F3}  lr {result.LearningRate:E2}  grad {result.GradNorm:F2}  {pace.TokensPerSecond:N0} tokens/s  left {TimeLeft.Of(pace.Left)}"));
        }
    }

    public void Read(HeldOutLoss measured) =>
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {measured.Steps}/{pace.Steps}  held-out loss {measured.Loss:F4}"));

    public void Dispose()
    {
        // The console is the caller's.
    }
}
