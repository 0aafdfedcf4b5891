namespace LongWriter.Planning;

/// <summary>One chapter of a text that is too long for a single plan.</summary>
/// <param name="Number">Its place in the outline, from 1.</param>
/// <param name="MainPoint">What the chapter covers.</param>
/// <param name="Words">Its word budget, 1 or more.</param>
public sealed record Chapter(int Number, string MainPoint, int Words)
{
    /// <summary>The chapter in the line format of plans.</summary>
    public override string ToString() => $"Chapter {Number} - Main Point: {MainPoint} - Word Count: {Words} words";
}

/// <summary>The upper level of a plan in two levels: chapters in order. The sections of a chapter are planned when it is reached.</summary>
public sealed record Outline(IReadOnlyList<Chapter> Chapters)
{
    /// <summary>Words of all chapters.</summary>
    public int Words => Chapters.Sum(chapter => chapter.Words);

    /// <summary>One line a chapter, no line end at the end.</summary>
    public override string ToString() => string.Join('\n', Chapters);

    /// <summary>The plan as prompts for the sections of one chapter carry it: all chapters, then this one's sections.</summary>
    /// <param name="chapter">The chapter's number, from 1.</param>
    /// <param name="sections">Its plan in the paper's line format.</param>
    public string With(int chapter, string sections) => $"{this}\n\nSections of chapter {chapter}:\n\n{sections}";
}
