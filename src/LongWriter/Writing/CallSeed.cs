namespace LongWriter.Writing;

/// <summary>The seed of one call, from the run's seed, the step and the attempt alone: a resumed run draws the same numbers.</summary>
internal static class CallSeed
{
    /// <param name="step">0 for the plan, a section's number, or less a chapter's for its plan and summary.</param>
    /// <param name="attempt">0 to 63.</param>
    public static long Of(long seed, int step, int attempt)
    {
        var z = unchecked((ulong)seed + (0x9E3779B97F4A7C15 * (((ulong)step * 64) + (ulong)attempt + 1)));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);

        // Kept to 31 bits: every provider takes those.
        return (long)((z ^ (z >> 31)) & 0x7FFFFFFF);
    }
}
