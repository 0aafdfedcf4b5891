namespace LongWriter.Evaluation.Running;

/// <summary>What an evaluation is of: <c>run.json</c>, the first file of its folder. A run goes on only under the same one.</summary>
/// <param name="Version">The version of the folder's format.</param>
/// <param name="Suite">The suite's name.</param>
/// <param name="SuiteSha256">The suite's bytes.</param>
/// <param name="Model">The model as the user named it.</param>
/// <param name="Strategy">direct, agentwrite or parallel.</param>
/// <param name="Samples">Answers per prompt.</param>
/// <param name="Seed">Seed of everything drawn.</param>
public sealed record RunInfo(int Version, string Suite, string SuiteSha256, string Model, string Strategy, int Samples, long Seed)
{
    /// <summary>The version that is written.</summary>
    public const int Current = 1;

    /// <summary>Sampling temperature; null for the model's own.</summary>
    public float? Temperature { get; init; }

    /// <summary>The most tokens of an answer.</summary>
    public int MaxNewTokens { get; init; }

    /// <summary>The templates of the prompts, hashed; empty for the direct strategy.</summary>
    public string TemplateHash { get; init; } = "";

    public DateTimeOffset Created { get; init; }
}
