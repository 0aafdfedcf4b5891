using System.Numerics.Tensors;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>Attention of single tokens, by one thread of several or by all of them together. Every number comes from the same chain either way.</summary>
internal sealed unsafe class SelfAttention(ModelShape shape, KeyValueCache cache, WorkerPool pool) : IDisposable
{
    /// <summary>Dimensions of an output that one job computes.</summary>
    private const int Slice = 32;

    // The largest score that each part has found, head by head.
    private readonly float[] _largest = new float[pool.Parts * shape.Heads];
    private AlignedMemory<float> _scores = new(0);

    /// <summary>Makes room for the scores of so many positions.</summary>
    public void Reserve(int positions)
    {
        var needed = (long)Math.Max(pool.Parts, shape.Heads) * ((positions + Attention.Tile) / Attention.Tile * Attention.Tile);
        if (_scores.Length < needed)
        {
            _scores.Dispose();
            _scores = new AlignedMemory<float>(Math.Max(needed, _scores.Length * 2));
        }
    }

    /// <summary>The tokens [from, to) of a block by thread <paramref name="part"/>. Those of a head come together, so that its keys and values stay near.</summary>
    /// <param name="before">Positions before the block.</param>
    /// <param name="queries">Of the block's tokens, row by row.</param>
    public void Attend(int part, int layer, int before, int from, int to, float* queries, ActivationMemory outputs)
    {
        var scores = _scores.Pointer + (_scores.Length / pool.Parts * part);
        for (var head = 0; head < shape.Heads; head++)
        {
            for (var t = from; t < to; t++)
            {
                var (positions, at) = (before + t + 1, head * shape.HeadSize);
                var tiles = Attention.Tiles(positions);
                cache.Score(layer, KeyHead(head), queries + ((long)t * shape.Width) + at, 0, tiles, scores);
                Attention.Weigh(scores, 0, tiles, Attention.Largest(scores, 0, tiles, positions));
                cache.Mix(layer, KeyHead(head), positions, 0, shape.HeadSize, scores, Attention.Inverse(scores, tiles), outputs.Row(t) + at);
            }
        }
    }

    /// <summary>
    /// One token, by all threads. The heads are too few to share out (three on two cores leave one idle for a third of the
    /// time), so scores and weights are cut by position and outputs by dimension.
    /// </summary>
    /// <param name="positions">Positions that it sees, its own among them.</param>
    /// <param name="query">Queries of all heads.</param>
    /// <param name="output">Outputs of all heads.</param>
    public void AttendTogether(int layer, int positions, float* query, float* output)
    {
        var (size, heads, tiles) = (shape.HeadSize, shape.Heads, Attention.Tiles(positions));
        var scratch = (long)tiles * Attention.Tile;
        pool.Run((part, parts) =>
        {
            var (from, to) = (WorkerPool.Cut(tiles, part, parts), WorkerPool.Cut(tiles, part + 1, parts));
            for (var head = 0; head < heads; head++)
            {
                var scores = _scores.Pointer + (head * scratch);
                cache.Score(layer, KeyHead(head), query + (head * size), from, to, scores);
                _largest[(head * parts) + part] = Attention.Largest(scores, from, to, positions);
            }
        });

        pool.Run((part, parts) =>
        {
            for (var head = 0; head < heads; head++)
            {
                var largest = TensorPrimitives.Max<float>(_largest.AsSpan(head * parts, parts));
                Attention.Weigh(_scores.Pointer + (head * scratch), WorkerPool.Cut(tiles, part, parts), WorkerPool.Cut(tiles, part + 1, parts), largest);
            }
        });

        var slices = (size + Slice - 1) / Slice;
        pool.Run((part, parts) =>
        {
            for (var job = part; job < heads * slices; job += parts)
            {
                var (head, from) = (job / slices, job % slices * Slice);
                var weights = _scores.Pointer + (head * scratch);
                cache.Mix(layer, KeyHead(head), positions, from, Math.Min(size, from + Slice), weights, Attention.Inverse(weights, tiles), output + (head * size));
            }
        });
    }

    public void Dispose() => _scores.Dispose();

    /// <summary>The key-value head that a head reads.</summary>
    private int KeyHead(int head) => head * shape.KeyValueHeads / shape.Heads;
}
