namespace LongWriter.Cli.Rendering;

/// <summary>A number with the word for what it counts.</summary>
internal static class Counted
{
    /// <param name="one">The word for one, which takes an s for several.</param>
    public static string Of(long count, string one) => $"{count:N0} {one}{(count == 1 ? "" : "s")}";
}
