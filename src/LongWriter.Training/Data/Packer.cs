using LongWriter.Training.Data.Packing;

namespace LongWriter.Training.Data;

/// <summary>Packs samples so that none is cut, none is lost and hardly a place stays empty. The same samples give the same packs.</summary>
public static class Packer
{
    /// <param name="samples">Samples of at most <paramref name="packLength"/> places each.</param>
    /// <exception cref="ArgumentException">A sample is longer than a pack.</exception>
    public static List<List<TokenSample>> Fill(IReadOnlyList<TokenSample> samples, int packLength)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return [.. FillLengths([.. samples.Select(sample => sample.Length)], packLength).Select(pack => pack.ConvertAll(index => samples[index]))];
    }

    /// <summary>Packs of indices: those of <see cref="FullestFit"/>, or of best-fit in the rare case that it needs fewer.</summary>
    /// <param name="lengths">Lengths from 1 to <paramref name="packLength"/>.</param>
    /// <exception cref="ArgumentException">A length is longer than a pack.</exception>
    internal static List<List<int>> FillLengths(IReadOnlyList<int> lengths, int packLength)
    {
        foreach (var length in lengths)
        {
            if (length > packLength)
            {
                throw new ArgumentException($"a sample of {length} tokens does not fit a pack of {packLength}", nameof(lengths));
            }
        }

        var (fullest, best) = (FullestFit.Fill(lengths, packLength), BestFit.Fill(lengths, packLength));
        return best.Count < fullest.Count ? best : fullest;
    }
}
