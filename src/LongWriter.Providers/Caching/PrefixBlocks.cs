namespace LongWriter.Providers.Caching;

/// <summary>How long a marked block is to be kept.</summary>
internal enum Mark
{
    None,

    /// <summary>Until the next call.</summary>
    Short,

    /// <summary>As long as the run may take.</summary>
    Long,
}

/// <summary>One block of a prompt.</summary>
internal sealed record PrefixBlock(string Text, Mark Mark);

/// <summary>
/// Cuts a prompt into blocks for a cache that is looked up where blocks end. The text so far is cut by its own paragraphs from the
/// front, so that a prompt which goes on behind it has the same blocks and more: nothing needs to be remembered between calls.
/// </summary>
internal static class PrefixBlocks
{
    /// <summary>
    /// A block ends with the first paragraph that brings it to so many characters. A cache looks back over 20 blocks: sections up to 30,000
    /// characters are found again, and what is left without a block, and read anew once, is a few hundred tokens.
    /// </summary>
    public const int Least = 1500;

    private const string ParagraphEnd = "\n\n";

    /// <param name="places">The end of what a run never changes (instruction and plan), and the end of the text so far. Places that do not lie in the prompt, in order, are none.</param>
    /// <returns>The first block marked for long, the last whole block of the text for short; together they are the prompt. One block without a mark where nothing is shared.</returns>
    public static IReadOnlyList<PrefixBlock> Cut(string prompt, IReadOnlyList<int> places)
    {
        if (places is not [var head, var end] || head <= 0 || end < head || end > prompt.Length || string.IsNullOrWhiteSpace(prompt[..head]) || string.IsNullOrWhiteSpace(prompt[end..]))
        {
            return [new PrefixBlock(prompt, Mark.None)];
        }

        var ends = new List<int>();
        var from = head;
        while (from + Least <= end && prompt.IndexOf(ParagraphEnd, from + Least - ParagraphEnd.Length, end - from - Least + ParagraphEnd.Length, StringComparison.Ordinal) is >= 0 and var paragraph)
        {
            var next = paragraph + ParagraphEnd.Length;
            if (!string.IsNullOrWhiteSpace(prompt[from..next]))
            {
                ends.Add(next);
            }

            from = next;
        }

        var blocks = new List<PrefixBlock> { new(prompt[..head], Mark.Long) };
        from = head;
        foreach (var next in ends)
        {
            blocks.Add(new PrefixBlock(prompt[from..next], next == ends[^1] ? Mark.Short : Mark.None));
            from = next;
        }

        blocks.Add(new PrefixBlock(prompt[from..], Mark.None));
        return blocks;
    }
}
