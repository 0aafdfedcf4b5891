namespace LongWriter.Training.Data;

/// <summary>Where a stream of packs stands: enough to go on from the very next pack.</summary>
/// <param name="Epoch">Passes over the data finished.</param>
/// <param name="Line">First line of the window in hand.</param>
/// <param name="Pack">Packs of that window already used.</param>
public sealed record DataCursor(int Epoch, int Line, int Pack);
