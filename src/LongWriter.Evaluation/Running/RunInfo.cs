using System.Globalization;

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

    /// <summary>The strategy of one call, whose documents have neither plan nor sections.</summary>
    public const string Direct = "direct";

    /// <summary>en or zh where only the prompts of that language are used; null for all.</summary>
    public string? Language { get; init; }

    /// <summary>How many of the suite's prompts, the first of them (of that language).</summary>
    public int Items { get; init; }

    /// <summary>Sampling temperature; null for the model's own.</summary>
    public float? Temperature { get; init; }

    /// <summary>The most tokens of an answer of the direct strategy; 0 for the others, whose sections have room by their length.</summary>
    public int MaxNewTokens { get; init; }

    /// <summary>The templates of the prompts, hashed; empty for the direct strategy.</summary>
    public string TemplateHash { get; init; } = "";

    public DateTimeOffset Created { get; init; }

    /// <summary>What another run would have to give otherwise to be the same, in the user's words; empty where it is the same. When a run was begun counts for nothing.</summary>
    internal IReadOnlyList<string> Differences(RunInfo other)
    {
        var differences = new List<string>();
        Compare("suite", Suite, other.Suite);
        Compare("suite's checksum", SuiteSha256, other.SuiteSha256);
        Compare("language", Language ?? "any", other.Language ?? "any");
        Compare("number of prompts", Items, other.Items);
        Compare("model", Model, other.Model);
        Compare("strategy", Strategy, other.Strategy);
        Compare("number of samples", Samples, other.Samples);
        Compare("seed", Seed, other.Seed);
        Compare("temperature", Told(Temperature), Told(other.Temperature));
        Compare("limit of new tokens", MaxNewTokens, other.MaxNewTokens);
        Compare("hash of the templates", TemplateHash is "" ? "none" : TemplateHash, other.TemplateHash is "" ? "none" : other.TemplateHash);
        return differences;

        static string Told(float? temperature) => temperature?.ToString(CultureInfo.InvariantCulture) ?? "the model's own";

        void Compare<T>(string what, T mine, T its)
        {
            if (!EqualityComparer<T>.Default.Equals(mine, its))
            {
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"its {what} is {mine}, not {its}"));
            }
        }
    }
}
