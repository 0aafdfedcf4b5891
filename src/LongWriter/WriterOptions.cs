using LongWriter.Prompts;
using LongWriter.Writing;

namespace LongWriter;

/// <summary>How documents are written.</summary>
public sealed record WriterOptions
{
    public PromptTemplate Template { get; init; } = PromptTemplate.LongWriter;

    /// <summary>Sampling temperature, or null for the model's own.</summary>
    public float? Temperature { get; init; }

    /// <summary>The model's context, where known; without it the whole history always goes along.</summary>
    public ContextWindow? Context { get; init; }

    /// <summary>Calls made for a plan or a section that comes back unusable, 1 or more.</summary>
    public int Attempts { get; init; } = 5;
}
