using CsCheck;
using LongWriter.Training.Data;
using LongWriter.Training.Data.Packing;

namespace LongWriter.Training.Tests.Data.Packing;

public sealed class FullestFitTests
{
    private static readonly Gen<(int Pack, int[] Lengths)> s_cases = Gen.Int[1, 200].SelectMany(pack => Gen.Int[1, pack].Array[0, 120].Select(lengths => (pack, lengths)));

    [Fact]
    public void No_sample_is_lost_or_doubled_and_no_pack_is_too_long() => Property.Holds(s_cases, 300, 41, entry =>
    {
        var packs = FullestFit.Fill(entry.Lengths, entry.Pack);
        Assert.Equal(Enumerable.Range(0, entry.Lengths.Length), packs.SelectMany(pack => pack).Order());
        Assert.All(packs, pack => Assert.InRange(pack.Sum(sample => entry.Lengths[sample]), 1, entry.Pack));
    });

    [Fact]
    public void Every_pack_is_closed_only_when_nothing_left_fits_it() => Property.Holds(s_cases, 300, 42, entry =>
    {
        var packs = FullestFit.Fill(entry.Lengths, entry.Pack);
        for (var i = 0; i < packs.Count; i++)
        {
            var room = entry.Pack - packs[i].Sum(sample => entry.Lengths[sample]);
            Assert.All(packs[(i + 1)..].SelectMany(pack => pack), sample => Assert.True(entry.Lengths[sample] > room));
        }
    });

    [Fact]
    public void Best_fit_is_never_better_than_what_training_packs() => Property.Holds(s_cases, 300, 43, entry =>
        Assert.InRange(Packer.FillLengths(entry.Lengths, entry.Pack).Count, 0, BestFit.Fill(entry.Lengths, entry.Pack).Count));

    [Fact]
    public void A_combination_that_the_longest_first_would_miss_is_found() =>
        // Beside 50 there is room for 50: 30 alone or with nothing fits it badly, 26 and 24 fit it exactly.
        Assert.Equal([50, 26, 24], FullestFit.Fill([24, 50, 30, 26], 100)[0].Select(sample => new[] { 24, 50, 30, 26 }[sample]));

    [Fact]
    public void Many_samples_of_one_token_overflow_no_stack()
    {
        var packs = FullestFit.Fill([.. Enumerable.Repeat(1, 300_000), .. Enumerable.Repeat(2, 300_000)], 131_072);
        Assert.Equal(7, packs.Count);
        Assert.All(packs[..^1], pack => Assert.True(pack.Count >= 65_536));
    }

    [Fact]
    public void Six_thousand_long_samples_fill_packs_where_best_fit_leaves_more_empty()
    {
        int[] lengths = [.. SampleLengths.Long(6000, new Random(1))];
        var (mine, best) = (Filled(lengths, Packer.FillLengths(lengths, 32_768)), Filled(lengths, BestFit.Fill(lengths, 32_768)));
        Assert.True(mine >= 0.995, $"{mine:P2}");
        Assert.True(mine > best + 0.003, $"{mine:P2} where best-fit has {best:P2}");
    }

    [Fact]
    public void With_short_samples_mixed_in_hardly_a_place_stays_empty()
    {
        var random = new Random(1);
        int[] lengths = [.. SampleLengths.Long(2000, random), .. SampleLengths.Short(60_000, random)];
        Assert.InRange(Filled(lengths, Packer.FillLengths(lengths, 32_768)), 0.999, 1);
    }

    [Fact]
    public void The_released_packer_loses_its_last_pack_and_what_the_gpus_cannot_share()
    {
        // Packs [4 5] [6 3] [9] [2]: the last is partial; two GPUs share two of the other three.
        Assert.Equal([[0, 1], [2, 3]], NextFit.Fill([4, 5, 6, 3, 9, 2], 10, 2));
        Assert.Equal([[0, 1], [2, 3], [4]], NextFit.Fill([4, 5, 6, 3, 9, 2], 10, 1));
        Assert.Empty(NextFit.Fill([], 10, 1));
    }

    private static double Filled(int[] lengths, List<List<int>> packs) => lengths.Sum(length => (double)length) / (packs.Count * 32_768.0);
}
