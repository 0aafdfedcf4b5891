using LongWriter.Datasets.Pairing;

namespace LongWriter.Cli.Commands.Data;

/// <summary>The judge of pairs.</summary>
internal sealed class DataJudge(IAnswerJudge judge) : IDisposable
{
    public IAnswerJudge Judge => judge;

    /// <returns>The judge of that name; null for none.</returns>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public static DataJudge? Open(Surroundings around, string name) =>
        name == "none" ? null : throw new UsageException($"--judge {name}: judges are not here yet; give none");

    public void Dispose()
    {
    }
}
