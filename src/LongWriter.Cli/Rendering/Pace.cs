using System.Text;
using LongWriter.Text;

namespace LongWriter.Cli.Rendering;

/// <summary>How far a run is and how fast it goes.</summary>
internal sealed class Pace(TimeProvider time)
{
    private readonly StringBuilder _current = new();
    private long _start = time.GetTimestamp();
    private int _finished;
    private int _finishedWords;
    private int _wordsBefore;

    public PlanReady? Plan { get; private set; }

    /// <summary>Words the document aims at; 0 before that is known.</summary>
    public int Target { get; private set; }

    /// <summary>Sections that stand before the plan in hand: those of earlier chapters.</summary>
    public int SectionsBefore { get; private set; }

    /// <summary>Sections that stood when the run was taken up again.</summary>
    public int Resumed { get; private set; }

    /// <summary>Chapters of the document; 0 where it has none.</summary>
    public int Chapters { get; private set; }

    /// <summary>Words written so far, the section in hand included.</summary>
    public int Words => _finishedWords + WordCount.Of(_current.ToString());

    public double WordsPerSecond => (Words - _wordsBefore) / Math.Max(0.1, time.GetElapsedTime(_start).TotalSeconds);

    /// <summary>Time left at the pace so far, such as "2:05 left" or "1:02:05 left"; null before there is a pace, and where nothing is left.</summary>
    public string? Left => Words > _wordsBefore && Words < Target ? Clock(TimeSpan.FromSeconds((Target - Words) / WordsPerSecond)) + " left" : null;

    public void Read(WritingEvent happened)
    {
        switch (happened)
        {
            case OutlineReady outline:
                (Target, Chapters) = (outline.TargetWords, outline.Outline.Chapters.Count);
                break;
            case PlanReady plan:
                Plan = plan;
                Target = plan.Chapter == 0 ? plan.TargetWords : Target;
                SectionsBefore = _finished;
                _start = plan.Chapter <= 1 ? time.GetTimestamp() : _start;
                break;
            case RunResumed resumed:
                Resumed = resumed.Sections;
                break;
            case SectionStarted or SectionRestarted:
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
                _finished++;
                if (finished.Section.Number <= Resumed)
                {
                    // What stood already was not written at this pace.
                    (_wordsBefore, _start) = (_finishedWords, time.GetTimestamp());
                }

                _current.Clear();
                break;
        }
    }

    /// <summary>A time as people read it: 2:05, or 1:02:05.</summary>
    public static string Clock(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
