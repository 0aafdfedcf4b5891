namespace LongWriter.Training.Commands;

/// <summary>Exit codes, the same as the <c>longwriter</c> tool's.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int Model = 3;
    public const int Interrupted = 130;
}
