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

    /// <summary>
    /// Whether a call for a section carries all that stands as the additional property <see cref="Written"/>, for clients that keep a
    /// model from saying it over. The prompt may hold less of it, where the context is short.
    /// </summary>
    public bool SendsWritten { get; init; }

    /// <summary>Name of the additional property of a call that holds the text so far, a string.</summary>
    public const string Written = "longwriter.written";

    /// <summary>Calls made for a plan or a section that comes back unusable, 1 or more.</summary>
    public int Attempts { get; init; } = 5;
}
