using LongWriter.Inference.Kernels;
using LongWriter.Inference.Model;

namespace LongWriter.Inference.Tests.Model;

public sealed unsafe class HalfKeyValueCacheTests
{
    private static readonly ModelShape s_shape = new(10, 1 << 20, 32, 2, 32, 4, 2, 8, 10_000, 1e-5f);

    [Fact]
    public void Keys_lie_in_transposed_tiles_and_values_position_first_also_after_growing()
    {
        using var cache = new HalfKeyValueCache(s_shape);
        cache.Reserve(1);
        int[] positions = [0, 1, 31, 32, 33, 1000, 1023];
        foreach (var position in positions)
        {
            Store(cache, position);
        }

        AssertHeld(cache, positions);
        cache.Reserve(1025);
        AssertHeld(cache, positions);
        Store(cache, 1024);
        cache.Reserve(9000);
        Store(cache, 8999);
        AssertHeld(cache, [.. positions, 1024, 8999]);
    }

    [Fact]
    public void Room_that_is_there_is_not_asked_for_again()
    {
        using var cache = new HalfKeyValueCache(s_shape);
        cache.Reserve(5);
        var before = (nint)cache.Keys(0, 0);
        cache.Reserve(1024);
        Assert.Equal(before, (nint)cache.Keys(0, 0));
    }

    private static float Number(int layer, int head, int position, int i) => (position * 100) + (layer * 50) + (head * 20) + i;

    private static void Store(HalfKeyValueCache cache, int position)
    {
        var size = s_shape.HeadSize;
        var (key, value) = (new float[size], new float[size]);
        for (var layer = 0; layer < s_shape.Layers; layer++)
        {
            for (var head = 0; head < s_shape.KeyValueHeads; head++)
            {
                for (var i = 0; i < size; i++)
                {
                    (key[i], value[i]) = (Number(layer, head, position, i), -Number(layer, head, position, i));
                }

                fixed (float* k = key, v = value)
                {
                    cache.Store(layer, head, position, k, v);
                }
            }
        }
    }

    private static void AssertHeld(HalfKeyValueCache cache, int[] positions)
    {
        var size = s_shape.HeadSize;
        foreach (var position in positions)
        {
            for (var layer = 0; layer < s_shape.Layers; layer++)
            {
                for (var head = 0; head < s_shape.KeyValueHeads; head++)
                {
                    for (var i = 0; i < size; i++)
                    {
                        var place = (position / Attention.Tile * Attention.Tile * size) + (i * Attention.Tile) + (position % Attention.Tile);
                        Assert.Equal(HalfBits.FromSingle(Number(layer, head, position, i)), cache.Keys(layer, head)[place]);
                        Assert.Equal(HalfBits.FromSingle(-Number(layer, head, position, i)), cache.Values(layer, head)[(position * size) + i]);
                    }
                }
            }
        }
    }
}
