namespace LongWriter.Evaluation.Suites;

/// <summary>A suite of the paper's authors, as their repository has it. Its text is theirs: it is fetched on request, not shipped.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="File">Its file in the repository's folder evaluation.</param>
/// <param name="Sha256">Of the file's bytes, in lower-case hexadecimal.</param>
/// <param name="Items">Prompts in it.</param>
public sealed record OfficialSuite(string Name, string File, string Sha256, int Items)
{
    /// <summary>The repository's last commit on its main branch, of 27 September 2024.</summary>
    private const string Commit = "3fcfdff43deceb49f7936c6bf25ad88d61df0bfa";

    /// <summary>LongBench-Write, its English half, and LongWrite-Ruler.</summary>
    public static IReadOnlyList<OfficialSuite> All { get; } =
    [
        new("longbench-write", "longbench_write.jsonl", "1f6e99497cc24d65894d65e014062f398ba946ebdd254b7f8b339e48d3ab5779", 120),
        new("longbench-write-en", "longbench_write_en.jsonl", "87800927761f340e48899e4df5d47fb7211ad4936a63420dbfa979660414259f", 60),
        new("ruler", "longwrite_ruler.jsonl", "a1d4ebf0df0fa1600567691d11c9a52de3037c4a372970ed2e8f52f2889e0a62", 48),
    ];

    /// <summary>Where it is fetched from.</summary>
    public Uri Address => new($"https://raw.githubusercontent.com/THUDM/LongWriter/{Commit}/evaluation/{File}");
}
