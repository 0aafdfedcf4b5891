namespace LongWriter.Writing;

/// <summary>What is to be done about the length of a section that was just written.</summary>
internal enum LengthVerdict
{
    /// <summary>It stays.</summary>
    Fits,

    /// <summary>It is continued.</summary>
    Short,

    /// <summary>It is cut.</summary>
    Long,
}

/// <summary>
/// Keeps a document to its length: what is left of the target is spread over the steps that are left, the model's own habit of
/// writing short or long is learnt and asked around, and only what later sections cannot make up for is continued or cut.
/// </summary>
internal sealed class LengthControl(int target)
{
    /// <summary>A budget strays from the plan's by no more than this factor either way.</summary>
    private const double MostChange = 1.4;

    /// <summary>A section below this share of its budget is continued, above the other one cut.</summary>
    private const double Least = 0.7;
    private const double Most = 1.6;

    /// <summary>The document may end that far from its target, as a share of it: some two points of S_l on either side.</summary>
    private const double ShortEnd = 0.03;
    private const double LongEnd = 0.05;

    /// <summary>Off its budget by no more than this share, a section is as good as one on it.</summary>
    private const double Slack = 0.1;

    /// <summary>A habit nearer to one than this is none, so that models which count well see their plan's own numbers.</summary>
    private const double DeadZone = 0.12;

    /// <summary>Asking for more or less than that multiple of a budget changes more than its length.</summary>
    private const double MostAsked = 2.2;

    private double _logs;
    private int _seen;

    /// <summary>Words of the finished sections.</summary>
    public int Standing { get; private set; }

    /// <summary>The share of what is asked for that the model writes, by all it wrote so far; 1 without a habit.</summary>
    public double Habit
    {
        get
        {
            // Half a section of no habit beside those seen: one long section is no habit yet.
            var habit = Math.Exp(_logs / (_seen + 0.5));
            return Math.Abs(habit - 1) < DeadZone ? 1 : Math.Clamp(habit, 1 / MostAsked, MostAsked);
        }
    }

    /// <summary>Words a section is to have.</summary>
    /// <param name="planned">The step's own budget.</param>
    /// <param name="plannedLeft">Budgets of this and all later steps.</param>
    public int Budget(int planned, int plannedLeft) => Budget(planned, plannedLeft, target - Standing);

    /// <param name="wordsLeft">Target less what stands.</param>
    /// <returns>Words, in tens.</returns>
    public static int Budget(int planned, int plannedLeft, int wordsLeft)
    {
        var change = Math.Clamp((double)wordsLeft / plannedLeft, 1 / MostChange, MostChange);
        return Math.Max(10, (int)Math.Round(planned * change / 10) * 10);
    }

    /// <summary>Words to ask for so that the model writes these, in tens.</summary>
    public int Ask(int words) => Math.Max(10, (int)Math.Round(words / Habit / 10) * 10);

    /// <param name="words">Words of the section as it is.</param>
    /// <param name="budget">Words it was to have.</param>
    /// <param name="plannedLater">Budgets of all later steps; 0 for the last.</param>
    /// <returns>The verdict, and the words that the section should have.</returns>
    public (LengthVerdict Verdict, int Words) Judge(int words, int budget, int plannedLater)
    {
        var left = target - Standing - words;
        if (plannedLater == 0)
        {
            // A stub is no section, however little the document lacks.
            var due = Math.Max(10, target - Standing);
            return left > ShortEnd * target || words < Least * Math.Min(budget, due) ? (LengthVerdict.Short, due) : left < -LongEnd * target ? (LengthVerdict.Long, due) : (LengthVerdict.Fits, words);
        }

        // Later sections make up for a part of it without a call more.
        var change = (double)left / plannedLater;
        return words < Least * budget || (change > MostChange && words < budget) ? (LengthVerdict.Short, budget)
            : words > Most * budget || (change < 1 / MostChange && words > budget) ? (LengthVerdict.Long, budget)
            : (LengthVerdict.Fits, words);
    }

    /// <summary>Whether a section of other length would keep the document to its length as well as the one that stands: no further from its budget, or off by what nobody has to make up for.</summary>
    /// <param name="words">Words it would have.</param>
    /// <param name="standing">Words it has.</param>
    public bool IsNoWorse(int words, int standing, int budget, int plannedLater)
    {
        var slack = plannedLater > 0 ? Slack * budget : Math.Min(Slack * budget, ShortEnd * target);
        return Math.Abs(words - budget) <= Math.Max(Math.Abs(standing - budget), slack);
    }

    /// <summary>Counts a section that is final.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="asked">Words asked for in its first call.</param>
    /// <param name="drafted">Words its first call wrote; 0 where that says nothing of the model's habit.</param>
    public void Add(int words, int asked = 0, int drafted = 0)
    {
        Standing += words;
        if (asked > 0 && drafted > 0)
        {
            _logs += Math.Log((double)drafted / asked);
            _seen++;
        }
    }
}
