using LongWriter.Training.Data;

namespace LongWriter.Training.Align;

/// <summary>A prompt with the answer that is preferred and one that is not.</summary>
/// <param name="Line">The line of the file it stands on, counted from 0.</param>
internal sealed record PreferencePair(int Line, TokenSample Chosen, TokenSample Rejected)
{
    /// <summary>Places of both in a pack, where each is a document of its own.</summary>
    public int Length => Chosen.Length + Rejected.Length;
}

/// <summary>A pack of pairs: document 2i is the chosen answer of pair i, document 2i + 1 the rejected one, prompts in front of both.</summary>
internal sealed record PairPack(Pack Pack, IReadOnlyList<PreferencePair> Pairs)
{
    public static PairPack Of(IReadOnlyList<PreferencePair> pairs) => new(Pack.Of([.. pairs.SelectMany(pair => (TokenSample[])[pair.Chosen, pair.Rejected])]), pairs);
}
