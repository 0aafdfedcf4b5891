using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>Keys and values as int8 with one scale for every 32 dimensions: what models with int8 weights round to anyway.</summary>
internal sealed unsafe class Q8KeyValueCache(ModelShape shape) : KeyValueCache
{
    private const int Block = Q8Attention.Block;

    public Q8Tiles Keys { get; } = new(shape, Q8Attention.KeyPlace);

    public Q8Tiles Values { get; } = new(shape, (position, dimension) => Q8Attention.ValuePlace(position, dimension, shape.HeadSize));

    public override void Store(int layer, int head, int position, float* key, float* value)
    {
        Keys.Store(Slot(layer, head), position, key);
        Values.Store(Slot(layer, head), position, value);
    }

    public override void Score(int layer, int head, float* query, int fromTile, int toTile, float* scores)
    {
        var (size, slot) = (shape.HeadSize, Slot(layer, head));
        var bytes = stackalloc sbyte[size];
        var scales = stackalloc float[size / Block];
        Quantizer.Quantize(query, size, bytes, scales);
        for (var block = 0; block < size / Block; block++)
        {
            scales[block] /= MathF.Sqrt(size);
        }

        for (var tile = fromTile; tile < toTile; tile++)
        {
            Q8Attention.Score(bytes, scales, Keys.Bytes(slot, tile), Keys.Scales(slot, tile), size, scores + ((long)tile * Attention.Tile));
        }
    }

    public override void Mix(int layer, int head, int positions, int from, int to, float* weights, float inverse, float* output)
    {
        var slot = Slot(layer, head);
        for (var block = from / Block; block < to / Block; block++)
        {
            Q8Attention.Mix(Values.Bytes(slot, 0), Values.Scales(slot, 0), Attention.Tiles(positions), shape.HeadSize, block, weights, inverse, output + (block * Block));
        }
    }

    public override void Dispose()
    {
        Keys.Dispose();
        Values.Dispose();
    }

    public int Slot(int layer, int head) => (layer * shape.KeyValueHeads) + head;

    protected override void Grow(int capacity)
    {
        Keys.Grow(capacity);
        Values.Grow(capacity);
    }
}
