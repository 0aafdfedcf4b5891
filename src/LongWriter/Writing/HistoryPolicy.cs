namespace LongWriter.Writing;

/// <summary>How much of the text so far goes along with a call.</summary>
public enum HistoryPolicy
{
    /// <summary>All of it where the document has one plan, a window where it has chapters; in a context that is too short the oldest part is left out.</summary>
    Auto,

    /// <summary>All of it, as the paper does.</summary>
    Full,

    /// <summary>The current chapter in full, summaries of the finished ones, and a ledger of names, facts and figures.</summary>
    Window,
}
