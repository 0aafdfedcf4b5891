using CsCheck;
using LongWriter.Training.Data.Packing;

namespace LongWriter.Training.Tests.Data.Packing;

public sealed class LengthSetTests
{
    [Fact]
    public void The_floor_is_the_longest_length_up_to_the_limit() => Property.Holds(Gen.Int[1, 300].Array[1, 60], 100, 44, lengths =>
    {
        var set = new LengthSet(300);
        foreach (var length in lengths)
        {
            set.Add(length);
        }

        foreach (var removed in lengths[..(lengths.Length / 2)])
        {
            set.Remove(removed);
        }

        var left = lengths[(lengths.Length / 2)..];
        Assert.All(Enumerable.Range(0, 301), limit => Assert.Equal(left.Where(length => length <= limit).DefaultIfEmpty(0).Max(), set.Floor(limit)));
    });
}
