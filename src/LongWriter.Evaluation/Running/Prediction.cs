namespace LongWriter.Evaluation.Running;

/// <summary>What a model wrote for one prompt of a suite, once: a line of <c>predictions.jsonl</c>, with the fields of the released scripts first.</summary>
/// <param name="Prompt">As the suite has it.</param>
/// <param name="Type">As the suite has it.</param>
/// <param name="Length">Words asked for.</param>
/// <param name="Response">The whole answer; empty where the model wrote nothing.</param>
/// <param name="ResponseLength">Its words as the paper counts them.</param>
public sealed record Prediction(string Prompt, string Type, int Length, string Response, int ResponseLength)
{
    /// <summary>The item's name in its suite; the line number where predictions of other scripts are read.</summary>
    public string Id { get; init; } = "";

    /// <summary>Which of an item's samples, from 0.</summary>
    public int Sample { get; init; }

    /// <summary>stop, length, another word of the endpoint's, or null where it gives none; of documents in sections, that of the section finished last.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The steps' main points in order, where the document was planned.</summary>
    public IReadOnlyList<string>? Plan { get; init; }

    /// <summary>Where each section of the response begins, in characters; null where it was written in one call.</summary>
    public IReadOnlyList<int>? Sections { get; init; }

    /// <summary>Tokens of all calls; null where they are not known.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>From the first call to the last word; null where it is not known.</summary>
    public double? Seconds { get; init; }
}
