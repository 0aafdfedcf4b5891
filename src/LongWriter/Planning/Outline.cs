using System.Text.Json.Serialization;

namespace LongWriter.Planning;

/// <summary>One chapter of a text that is too long for a single plan.</summary>
/// <param name="Number">Its place in the outline, from 1.</param>
/// <param name="MainPoint">What the chapter covers.</param>
/// <param name="Words">Its word budget, 1 or more.</param>
public sealed record Chapter(int Number, string MainPoint, int Words)
{
    /// <summary>Its sections where they are planned ahead; null where they are planned when the chapter is reached.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Plan? Sections { get; init; }

    /// <summary>The chapter in the line format of plans.</summary>
    public override string ToString() => $"Chapter {Number} - Main Point: {MainPoint} - Word Count: {Words} words";
}

/// <summary>A plan in two levels: chapters in order, and the sections of those that are planned already.</summary>
public sealed record Outline(IReadOnlyList<Chapter> Chapters)
{
    /// <summary>Words of all chapters.</summary>
    public int Words => Chapters.Sum(chapter => chapter.Words);

    /// <summary>The chapters alone.</summary>
    public Outline WithoutSections() => new([.. Chapters.Select(chapter => chapter with { Sections = null })]);

    /// <summary>All sections as one plan, a chapter without any as one step: for strategies that plan in one level.</summary>
    public Plan Flat() => new([.. Chapters
        .SelectMany(chapter => chapter.Sections?.Steps ?? [new PlanStep(1, chapter.MainPoint, chapter.Words)])
        .Select((step, i) => step with { Number = i + 1 })]);

    /// <summary>One line a chapter, no line end at the end.</summary>
    public override string ToString() => string.Join('\n', Chapters);

    /// <summary>The plan as prompts for the sections of one chapter carry it: all chapters, then this one's sections.</summary>
    /// <param name="chapter">The chapter's number, from 1.</param>
    /// <param name="sections">Its plan in the paper's line format.</param>
    public string With(int chapter, string sections) => $"{this}\n\nSections of chapter {chapter}:\n\n{sections}";
}
