using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>
/// Keys and values of the tokens seen so far, by layer and key-value head, and the attention that reads them. Grows as it fills, so
/// that a short text does not pay for the whole context.
/// </summary>
internal abstract unsafe class KeyValueCache : IDisposable
{
    private const int Step = 1024;
    private int _capacity;

    /// <summary>Int8 where the weights that make keys and values are, and heads fall into blocks of 32; else halves.</summary>
    public static KeyValueCache For(LlamaModel model) =>
        model.Shape.HeadSize % Q8Attention.Block == 0 && Array.TrueForAll(model.Layers, layer => layer.Key.IsQuantized && layer.Value.IsQuantized)
            ? new Q8KeyValueCache(model.Shape)
            : new HalfKeyValueCache(model.Shape);

    /// <summary>Makes room for positions below <paramref name="positions"/>.</summary>
    public void Reserve(int positions)
    {
        if (positions > _capacity)
        {
            _capacity = Math.Max(_capacity * 2, (positions + Step - 1) / Step * Step);
            Grow(_capacity);
        }
    }

    /// <param name="key">Head size floats.</param>
    /// <param name="value">Head size floats.</param>
    public abstract void Store(int layer, int head, int position, float* key, float* value);

    /// <summary>Scores of the positions in some of the tiles.</summary>
    /// <param name="query">Head size floats.</param>
    /// <param name="scores">Room for whole tiles from position 0 on.</param>
    public abstract void Score(int layer, int head, float* query, int fromTile, int toTile, float* scores);

    /// <summary>The weighted sum of the values, in the dimensions [from, to).</summary>
    /// <param name="from">A multiple of 32.</param>
    /// <param name="to">A multiple of 32, or the head size.</param>
    /// <param name="weights">One per position, 0 behind the last up to its tile's end.</param>
    /// <param name="inverse">One over the weights' sum.</param>
    /// <param name="output">Head size floats.</param>
    public abstract void Mix(int layer, int head, int positions, int from, int to, float* weights, float inverse, float* output);

    public abstract void Dispose();

    /// <param name="capacity">Positions, in whole tiles.</param>
    protected abstract void Grow(int capacity);
}
