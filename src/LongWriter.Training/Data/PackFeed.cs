namespace LongWriter.Training.Data;

/// <summary>An endless stream of packs over a file of samples.</summary>
public sealed class PackFeed(SampleFile file, int packLength, int seed, DataCursor? start = null) : PackSource<TokenSample, Pack>(file.Path, packLength, seed, start)
{
    protected override IEnumerable<(int Line, TokenSample Row)> Read(int from) => file.Read(from);

    protected override int LengthOf(TokenSample row) => row.Length;

    protected override Pack Join(List<TokenSample> rows) => Pack.Of(rows);
}
