namespace LongWriter.Writing;

/// <summary>Title (from the instruction, not counted) and sections, in order.</summary>
public sealed record Document(string Title, IReadOnlyList<Section> Sections)
{
    /// <summary>Words of all sections.</summary>
    public int Words => Sections.Sum(section => section.Words);

    /// <summary>The text as prompts carry it: sections separated by a blank line.</summary>
    public string Text => string.Join("\n\n", Sections.Select(section => section.Text));

    /// <summary>Markdown: the title as first-level heading, each section's first line as second-level heading.</summary>
    public string ToMarkdown() => TitleMarkdown(Title) + string.Concat(Sections.Select(section => section.ToMarkdown()));

    /// <summary>The first lines of <see cref="ToMarkdown"/>.</summary>
    public static string TitleMarkdown(string title) => $"# {title}\n";
}
