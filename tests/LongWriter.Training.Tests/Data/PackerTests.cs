using CsCheck;
using LongWriter.Training.Data;

namespace LongWriter.Training.Tests.Data;

public sealed class PackerTests
{
    private static readonly Gen<(int PackLength, List<TokenSample> Samples)> s_cases = Gen.Int[1, 100].SelectMany(
        length => Gen.Int[1, length].Array[0, 80].Select(lengths => (length, lengths.Select((size, i) => Sample(i, size)).ToList())));

    [Fact]
    public void No_sample_is_lost_cut_or_doubled_and_no_pack_is_too_long() => Property.Holds(s_cases, 300, 21, entry =>
    {
        var packs = Packer.Fill(entry.Samples, entry.PackLength);
        Assert.Equal(entry.Samples.OrderBy(sample => sample.Ids[0]), packs.SelectMany(pack => pack).OrderBy(sample => sample.Ids[0]));
        Assert.All(packs, pack => Assert.InRange(pack.Sum(sample => sample.Length), 1, entry.PackLength));
    });

    [Fact]
    public void No_two_packs_could_have_been_one() => Property.Holds(s_cases, 300, 22, entry =>
    {
        // What opened a pack found no room in any pack before it.
        var packs = Packer.Fill(entry.Samples, entry.PackLength);
        for (var later = 1; later < packs.Count; later++)
        {
            Assert.All(packs[..later], earlier => Assert.True(earlier.Sum(sample => sample.Length) + packs[later][0].Length > entry.PackLength));
        }
    });

    [Fact]
    public void Packs_are_at_least_as_full_as_next_fit_leaves_them()
    {
        var (best, next) = (0, 0);
        Property.Holds(s_cases, 300, 23, entry =>
        {
            var (mine, theirs) = (Packer.Fill(entry.Samples, entry.PackLength).Count, NextFit(entry.Samples, entry.PackLength));
            Assert.True(mine <= theirs, $"{mine} packs where next-fit needs {theirs}");
            (best, next) = (best + mine, next + theirs);
        });
        Assert.True(best < 0.9 * next, $"{best} packs are hardly fewer than next-fit's {next}");
    }

    [Fact]
    public void The_tightest_room_is_taken()
    {
        var packs = Packer.Fill([Sample(0, 6), Sample(1, 7), Sample(2, 3)], 10);
        Assert.Equal([[1, 2], [0]], packs.Select(pack => pack.Select(sample => sample.Ids[0])));
    }

    [Fact]
    public void Samples_of_one_length_keep_their_order() =>
        Assert.Equal([0, 1, 2, 3], Packer.Fill([.. Enumerable.Range(0, 4).Select(i => Sample(i, 5))], 10).SelectMany(pack => pack.Select(sample => sample.Ids[0])));

    [Fact]
    public void Nothing_gives_no_pack() => Assert.Empty(Packer.Fill([], 10));

    [Fact]
    public void A_sample_longer_than_a_pack_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Packer.Fill([Sample(0, 3), Sample(1, 11)], 10));
        Assert.Contains("11 tokens does not fit a pack of 10", error.Message, StringComparison.Ordinal);
    }

    private static int NextFit(IEnumerable<TokenSample> samples, int packLength)
    {
        var (packs, room) = (0, 0);
        foreach (var sample in samples)
        {
            if (sample.Length > room)
            {
                (packs, room) = (packs + 1, packLength);
            }

            room -= sample.Length;
        }

        return packs;
    }

    private static TokenSample Sample(int name, int length) => new([name, .. Enumerable.Repeat(0, length)], [false, .. Enumerable.Repeat(true, length)]);
}
