namespace LongWriter.Planning;

/// <summary>What a finished chapter says, in as few words as tell its sections apart: their headings.</summary>
public static class ChapterDigest
{
    public static string Of(Chapter chapter, IReadOnlyList<string> headings)
    {
        ArgumentNullException.ThrowIfNull(chapter);
        return $"Chapter {chapter.Number}: {string.Join("; ", headings)}.";
    }
}
