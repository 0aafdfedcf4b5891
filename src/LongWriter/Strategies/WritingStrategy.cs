namespace LongWriter.Strategies;

/// <summary>How a document comes about.</summary>
public enum WritingStrategy
{
    /// <summary>Plan, then write the sections one after another, each with what stands so far: the paper's AgentWrite.</summary>
    AgentWrite,

    /// <summary>Plan, then write all sections at once, none knowing the others' text: the paper's ablation.</summary>
    Parallel,

    /// <summary>One call for the whole document: the paper's baseline.</summary>
    Direct,
}
