using LongWriter.Strategies;

namespace LongWriter.Datasets.Cards;

/// <summary>Options in words.</summary>
internal static class CardWords
{
    public static string Of(WritingStrategy strategy) => strategy switch
    {
        WritingStrategy.Parallel => "planned, then all sections at once",
        WritingStrategy.Direct => "one call",
        _ => "AgentWrite: planned, then section by section",
    };
}
