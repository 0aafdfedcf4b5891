namespace LongWriter.Writing;

/// <summary>How much a model can read.</summary>
/// <param name="Tokens">Tokens of prompt and answer together.</param>
/// <param name="Count">Tokens of a text.</param>
public sealed record ContextWindow(int Tokens, Func<string, int> Count)
{
    /// <summary>Tokens that an answer may take for each of its words. English runs to 1.4; a small vocabulary and some excess to 2.</summary>
    public double MostTokensPerWord { get; init; } = WriterOptions.MostTokensPerWord;
}
