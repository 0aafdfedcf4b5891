using System.Text;
using LongWriter.Evaluation.Suites;
using LongWriter.Planning;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Evaluation.Running;

/// <summary>A prediction while it is written, by the events of its document.</summary>
/// <param name="isPlanned">Whether the document has a plan of its own; one call's has none to show.</param>
internal sealed class PredictionInHand(SuiteItem item, int sample, bool isPlanned)
{
    private readonly StringBuilder _underWay = new();
    private readonly List<PlanStep> _steps = [];
    private int _section;
    private int _finishedWords;
    private string _finish = "unknown";

    /// <summary>Words so far, as far as they come in order.</summary>
    public int Words => _finishedWords + WordCount.Of(_underWay.ToString());

    /// <summary>Follows the document; with its last event the prediction is there.</summary>
    public Prediction? Read(WritingEvent happened)
    {
        switch (happened)
        {
            case PlanReady plan:
                _steps.AddRange(plan.Plan.Steps);
                break;
            case SectionStarted started:
                _section = started.Section;
                _underWay.Clear();
                break;
            case SectionRestarted again when again.Section == _section:
                _underWay.Clear();
                break;
            case TextDelta delta when delta.Section == _section:
                _underWay.Append(delta.Text);
                break;
            case TextWithdrawn withdrawn when withdrawn.Section == _section:
                _underWay.Length = Math.Min(_underWay.Length, withdrawn.Length);
                break;
            case SectionFinished finished:
                _finishedWords += finished.Section.Words;
                _finish = finished.FinishReason;
                if (finished.Section.Number == _section)
                {
                    _underWay.Clear();
                }

                break;
            case DocumentFinished done:
                return Prediction(done);
        }

        return null;
    }

    private Prediction Prediction(DocumentFinished done)
    {
        var response = done.Document.Text;
        return new Prediction(item.Prompt, item.Type, item.Length, response, WordCount.Of(response))
        {
            Id = item.Id,
            Sample = sample,
            FinishReason = _finish == "unknown" ? null : _finish,
            Plan = isPlanned ? [.. _steps.Select(step => step.MainPoint)] : null,
            Sections = isPlanned ? Starts(done.Document.Sections) : null,
            Usage = done.Usage == new TokenUsage(0, 0, 0) ? null : done.Usage,
            Seconds = done.Seconds,
        };
    }

    /// <summary>Where each section begins in the document's text.</summary>
    private static List<int> Starts(IReadOnlyList<Section> sections)
    {
        var starts = new List<int>();
        var at = 0;
        foreach (var section in sections)
        {
            starts.Add(at);
            at += section.Text.Length + "\n\n".Length;
        }

        return starts;
    }
}
