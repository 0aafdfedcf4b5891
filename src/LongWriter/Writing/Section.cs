namespace LongWriter.Writing;

/// <summary>The text written for one plan step. Its first line is its heading, written by the model, counted, part of the history.</summary>
/// <param name="Number">The step's number, from 1.</param>
/// <param name="Words">Words of the whole text as the paper counts them.</param>
public sealed record Section(int Number, string Text, int Words)
{
    /// <summary>The first line.</summary>
    public string Heading => Text.Split('\n', 2)[0].Trim();

    /// <summary>What follows the heading; the whole text where it is one paragraph without a heading.</summary>
    public string Body => Text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? Text[end..].Trim() : "";

    /// <summary>The section in Markdown, its first line as second-level heading, with an empty line before it.</summary>
    public string ToMarkdown() => $"\n## {Heading}\n" + (Body.Length > 0 ? $"\n{Body}\n" : "");
}
