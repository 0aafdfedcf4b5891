using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>Int8 vectors of all positions in tiles, with a scale for every 32 dimensions; one row of tiles for each layer and key-value head.</summary>
/// <param name="place">Where a dimension of a position lies in its tile.</param>
internal sealed unsafe class Q8Tiles(ModelShape shape, Func<int, int, int> place) : IDisposable
{
    private readonly int _size = shape.HeadSize;
    private readonly int _blocks = shape.HeadSize / Q8Attention.Block;
    private readonly GrowingMemory<sbyte> _bytes = new(shape.Layers * shape.KeyValueHeads, shape.HeadSize);
    private readonly GrowingMemory<float> _scales = new(shape.Layers * shape.KeyValueHeads, shape.HeadSize / Q8Attention.Block);

    public sbyte* Bytes(int slot, int tile) => _bytes[slot] + ((long)tile * Attention.Tile * _size);

    /// <summary>Scales of a tile: block by block, those of its positions.</summary>
    public float* Scales(int slot, int tile) => _scales[slot] + ((long)tile * Attention.Tile * _blocks);

    public void Store(int slot, int position, float* vector)
    {
        var tile = position / Attention.Tile;
        var bytes = Bytes(slot, tile);
        var scales = Scales(slot, tile);
        var rounded = stackalloc sbyte[_size];
        var steps = stackalloc float[_blocks];
        Quantizer.Quantize(vector, _size, rounded, steps);
        for (var i = 0; i < _size; i++)
        {
            bytes[place(position, i)] = rounded[i];
        }

        for (var block = 0; block < _blocks; block++)
        {
            scales[(block * Attention.Tile) + (position % Attention.Tile)] = steps[block];
        }
    }

    /// <summary>One number that it holds, for tests.</summary>
    public float Read(int slot, int position, int dimension)
    {
        var tile = position / Attention.Tile;
        return Bytes(slot, tile)[place(position, dimension)] * Scales(slot, tile)[(dimension / Q8Attention.Block * Attention.Tile) + (position % Attention.Tile)];
    }

    public void Grow(int capacity)
    {
        _bytes.Grow(capacity);
        _scales.Grow(capacity);
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _scales.Dispose();
    }
}
