namespace LongWriter.Cli;

/// <summary>What the tool's exit codes mean; documented in README.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Unexpected = 1;

    /// <summary>Arguments, input or output cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>A model, its endpoint or its key cannot be used, or failed.</summary>
    public const int Model = 3;

    /// <summary>Finished, but more than 10% off the target, with --strict-length.</summary>
    public const int OffLength = 4;

    /// <summary>The budget is used up; the run can be resumed.</summary>
    public const int BudgetReached = 5;

    public const int Interrupted = 130;
}
