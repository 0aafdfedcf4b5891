using System.Text;
using LongWriter.Text;

namespace LongWriter.Cli.Rendering;

/// <summary>How far a run is and how fast it goes.</summary>
internal sealed class Pace(TimeProvider time)
{
    private readonly StringBuilder _current = new();
    private long _start = time.GetTimestamp();
    private int _finishedWords;

    public PlanReady? Plan { get; private set; }

    public int Section { get; private set; }

    /// <summary>Words written so far, the section in hand included.</summary>
    public int Words => _finishedWords + WordCount.Of(_current.ToString());

    public double WordsPerSecond => Words / Math.Max(0.1, time.GetElapsedTime(_start).TotalSeconds);

    /// <summary>Time left at the pace so far, such as "2:05 left" or "1:02:05 left"; null before there is a pace.</summary>
    public string? Left => Plan is { } plan && Words > 0 ? Clock(TimeSpan.FromSeconds(Math.Max(0, plan.TargetWords - Words) / WordsPerSecond)) + " left" : null;

    public void Read(WritingEvent happened)
    {
        switch (happened)
        {
            case PlanReady plan:
                Plan = plan;
                _start = time.GetTimestamp();
                break;
            case SectionStarted started:
                Section = started.Step.Number;
                _current.Clear();
                break;
            case SectionRestarted:
                _current.Clear();
                break;
            case TextDelta delta:
                _current.Append(delta.Text);
                break;
            case TextWithdrawn withdrawn:
                _current.Length = withdrawn.Length;
                break;
            case SectionFinished finished:
                _finishedWords += finished.Section.Words;
                _current.Clear();
                break;
        }
    }

    private static string Clock(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
