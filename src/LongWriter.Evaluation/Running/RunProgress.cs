namespace LongWriter.Evaluation.Running;

/// <summary>How far a run is; one for its beginning, one for every answer, and some while answers are written.</summary>
/// <param name="Total">Answers that the run is to have: prompts times samples.</param>
/// <param name="Standing">Those that stood when it began or went on.</param>
/// <param name="Done">Those that were written since.</param>
/// <param name="Failed">Those that failed since.</param>
/// <param name="Words">Words written since, those of answers under way included.</param>
/// <param name="Left">Time left at the pace so far; null before there is one, and where nothing is left.</param>
public sealed record RunProgress(int Total, int Standing, int Done, int Failed, long Words, TimeSpan? Left)
{
    /// <summary>What was just written and is kept.</summary>
    public Prediction? Prediction { get; init; }

    /// <summary>What just failed and is kept as that.</summary>
    public Failure? Failure { get; init; }
}
