namespace LongWriter.Writing;

/// <summary>How a call for a section is laid out.</summary>
public enum WritingLayout
{
    /// <summary>One message: instruction, plan, text so far, step. As the paper does.</summary>
    Paper,

    /// <summary>
    /// A conversation: the prompt up to the first step, the section written for it, the next step, its section, and so on. What the
    /// model has just written is itself the prefix that its cache holds.
    /// </summary>
    Dialogue,
}
