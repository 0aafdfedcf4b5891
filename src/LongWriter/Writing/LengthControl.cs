namespace LongWriter.Writing;

/// <summary>Spreads what is left of the target over the steps that are left, so that sections too short or too long do not add up.</summary>
internal static class LengthControl
{
    /// <summary>A budget strays from the plan's by no more than this factor either way.</summary>
    private const double MostChange = 1.4;

    /// <param name="planned">The step's own budget.</param>
    /// <param name="plannedLeft">Budgets of this and all later steps.</param>
    /// <param name="wordsLeft">Target less what stands.</param>
    /// <returns>Words to ask for, in tens.</returns>
    public static int Budget(int planned, int plannedLeft, int wordsLeft)
    {
        var change = Math.Clamp((double)wordsLeft / plannedLeft, 1 / MostChange, MostChange);
        return Math.Max(10, (int)Math.Round(planned * change / 10) * 10);
    }
}
