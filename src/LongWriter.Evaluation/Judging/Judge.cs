using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Evaluation.Judging;

/// <summary>A model that judges.</summary>
/// <param name="Name">As the user named it; kept with each of its judgements, and part of what its calls' seeds are drawn from.</param>
/// <param name="Client">Its owner disposes it.</param>
public sealed record Judge(string Name, IChatClient Client)
{
    /// <summary>How much it can read, where that is known: texts that are longer are judged in parts.</summary>
    public ContextWindow? Context { get; init; }
}

/// <summary>How texts are judged.</summary>
public sealed record JudgeOptions
{
    public JudgeTemplate Template { get; init; } = JudgeTemplate.LongWriter;

    /// <summary>Sampling temperature, 0.5 as the paper has it; null for the model's own, which is all that some models take.</summary>
    public float? Temperature { get; init; } = 0.5f;

    /// <summary>The most tokens of an answer. Models that reason before they answer need more than the answer.</summary>
    public int MaxOutputTokens { get; init; } = 4096;

    /// <summary>Votes are drawn from it: the same seed asks the same questions with the same seeds.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Says what is wrong where a call failed because of the one text that it was about (a content policy refused it, it is too long): that
    /// text stays unscored. Any other failure is null and ends the run.
    /// </summary>
    public Func<Exception, string?> Concerns { get; init; } = static _ => null;
}
