namespace LongWriter.Writing;

/// <summary>How much a model can read.</summary>
/// <param name="Tokens">Tokens of prompt and answer together.</param>
/// <param name="Count">Tokens of a text.</param>
public sealed record ContextWindow(int Tokens, Func<string, int> Count);
