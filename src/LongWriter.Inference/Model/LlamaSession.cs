using System.Runtime.Intrinsics;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>
/// One sequence running through a model, with its cache. The logits after a token are the same bits whether its predecessors were
/// decoded one by one, prefilled in blocks of any size, or kept from an earlier call, and with any number of threads: every output
/// is one dot product, one attention chain or one element-wise step whose order depends on the token alone.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed unsafe class LlamaSession : IDisposable
{
    /// <summary>Tokens computed together while a prompt is read.</summary>
    public const int DefaultBlock = 32;

    /// <summary>Dimensions of an output that one job computes.</summary>
    private const int Slice = 32;

    private readonly LlamaModel _model;
    private readonly ModelShape _shape;
    private readonly WorkerPool _pool;
    private readonly KeyValueCache _cache;
    private readonly List<int> _tokens = [];
    private readonly int _block;
    private readonly float[] _frequencies;
    private readonly float[] _inverse;
    private readonly AlignedMemory<float> _x;
    private readonly AlignedMemory<float> _normed;
    private readonly AlignedMemory<float> _q;
    private readonly AlignedMemory<float> _k;
    private readonly AlignedMemory<float> _v;
    private readonly AlignedMemory<float> _mixed;
    private readonly AlignedMemory<float> _gate;
    private readonly AlignedMemory<float> _up;
    private readonly AlignedMemory<float> _logits;
    private readonly AlignedMemory<sbyte> _bytes;
    private readonly AlignedMemory<float> _scales;
    private AlignedMemory<float> _scores;

    /// <param name="threads">Threads to compute with, 1 or more.</param>
    /// <param name="block">Tokens computed together while a prompt is read.</param>
    public LlamaSession(LlamaModel model, int threads, int block = DefaultBlock)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        (_model, _shape, _block) = (model, model.Shape, block);
        _pool = new WorkerPool(threads);
        _cache = KeyValueCache.For(model);
        _frequencies = [.. Enumerable.Range(0, _shape.HeadSize / 2).Select(i =>
            (float)(Math.Pow(_shape.RotaryBase, -2.0 * i / _shape.HeadSize) / (model.RotaryScale?[i] ?? 1)))];
        _inverse = new float[_shape.Heads];
        var keys = _shape.KeyValueHeads * _shape.HeadSize;
        AlignedMemory<float> Rows(int columns) => new((long)block * columns);
        (_x, _normed, _q, _k, _v, _mixed) = (Rows(_shape.Width), Rows(_shape.Width), Rows(_shape.Width), Rows(keys), Rows(keys), Rows(_shape.Width));
        (_gate, _up) = (Rows(_shape.FeedForward), Rows(_shape.FeedForward));
        _logits = new AlignedMemory<float>(_shape.Vocabulary);
        var widest = Math.Max(_shape.Width, _shape.FeedForward);
        _bytes = new AlignedMemory<sbyte>((long)block * widest);
        _scales = Rows(widest);
        _scores = new AlignedMemory<float>(0);
    }

    /// <summary>Keys and values of <see cref="Tokens"/>, for tests.</summary>
    internal KeyValueCache Cache => _cache;

    /// <summary>Tokens in the cache.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Forgets all but the first <paramref name="count"/> tokens.</summary>
    public void Truncate(int count) => _tokens.RemoveRange(count, _tokens.Count - count);

    /// <summary>Reads tokens and returns the logits after the last of them, valid until the next call.</summary>
    /// <exception cref="ArgumentException">There are none, they exceed the context, or one is outside the vocabulary.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between blocks; the cache holds what was read.</exception>
    public ReadOnlySpan<float> Read(IReadOnlyList<int> tokens, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Count == 0 || _tokens.Count + tokens.Count > _shape.ContextLength)
        {
            throw new ArgumentException($"{tokens.Count} tokens after {_tokens.Count} do not fit a context of {_shape.ContextLength}", nameof(tokens));
        }

        _cache.Reserve(_tokens.Count + tokens.Count);
        ReserveScores(_tokens.Count + tokens.Count);
        for (var from = 0; from < tokens.Count; from += _block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(_block, tokens.Count - from);
            for (var t = 0; t < count; t++)
            {
                var token = tokens[from + t];
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)token, (uint)_shape.Vocabulary, nameof(tokens));
                _model.Embedding.CopyRow(token, _x.Pointer + ((long)t * _shape.Width));
            }

            for (var layer = 0; layer < _shape.Layers; layer++)
            {
                Attend(layer, count);
                FeedForward(_model.Layers[layer], count);
            }

            for (var t = 0; t < count; t++)
            {
                _tokens.Add(tokens[from + t]);
            }

            if (from + count == tokens.Count)
            {
                Normalise(_x.Pointer + ((long)(count - 1) * _shape.Width), _model.FinalNorm, _normed.Pointer);
                Multiply(_model.Head, _normed.Pointer, 1, _shape.Width, _logits.Pointer);
            }
        }

        return _logits.Span;
    }

    public void Dispose()
    {
        _pool.Dispose();
        _cache.Dispose();
        foreach (var memory in (AlignedMemory<float>[])[_x, _normed, _q, _k, _v, _mixed, _gate, _up, _logits, _scales, _scores])
        {
            memory.Dispose();
        }

        _bytes.Dispose();
    }

    private void Attend(int index, int count)
    {
        var layer = _model.Layers[index];
        var (width, size, heads, keyHeads) = (_shape.Width, _shape.HeadSize, _shape.Heads, _shape.KeyValueHeads);
        var keys = keyHeads * size;
        var start = _tokens.Count;
        for (var t = 0; t < count; t++)
        {
            Normalise(_x.Pointer + ((long)t * width), layer.AttentionNorm, _normed.Pointer + ((long)t * width));
        }

        Multiply(_normed.Pointer, count, width, (layer.Query, _q), (layer.Key, _k), (layer.Value, _v));
        for (var t = 0; t < count; t++)
        {
            Rotate(_q.Pointer + ((long)t * width), heads, start + t);
            Rotate(_k.Pointer + ((long)t * keys), keyHeads, start + t);
            for (var head = 0; head < keyHeads; head++)
            {
                var at = ((long)t * keys) + (head * size);
                _cache.Store(index, head, start + t, _k.Pointer + at, _v.Pointer + at);
            }
        }

        if (count == 1 && _pool.Parts > 1)
        {
            AttendOne(index, start + 1);
        }
        else
        {
            AttendBlock(index, start, count);
        }

        Multiply(layer.Output, _mixed.Pointer, count, width, _normed.Pointer);
        Add(_normed.Pointer, count);
    }

    /// <summary>Attention of a block: every head of every token is a job. The tokens of a head come together, so that its keys and values stay near.</summary>
    private void AttendBlock(int index, int start, int count)
    {
        var (width, size, heads) = (_shape.Width, _shape.HeadSize, _shape.Heads);
        var jobs = count * heads;
        var scratch = _scores.Length / _pool.Parts;
        _pool.Run((part, parts) =>
        {
            var scores = _scores.Pointer + (part * scratch);
            for (var job = (int)((long)jobs * part / parts); job < (int)((long)jobs * (part + 1) / parts); job++)
            {
                var (head, t) = (job / count, job % count);
                var at = ((long)t * width) + (head * size);
                var positions = start + t + 1;
                _cache.Score(index, KeyHead(head), _q.Pointer + at, 0, Attention.Tiles(positions), scores);
                var inverse = Attention.Weigh(scores, positions);
                _cache.Mix(index, KeyHead(head), positions, 0, size, scores, inverse, _mixed.Pointer + at);
            }
        });
    }

    /// <summary>
    /// Attention of one token. Its heads are too few to share out (three on two cores leave one idle for a third of the time), so the
    /// scores are cut by position and the outputs by dimension; every number comes from the same chain as in a block.
    /// </summary>
    private void AttendOne(int index, int positions)
    {
        var (size, heads) = (_shape.HeadSize, _shape.Heads);
        var tiles = Attention.Tiles(positions);
        var scratch = (long)tiles * Attention.Tile;
        _pool.Run((part, parts) =>
        {
            for (var head = 0; head < heads; head++)
            {
                _cache.Score(index, KeyHead(head), _q.Pointer + (head * size), (int)((long)tiles * part / parts), (int)((long)tiles * (part + 1) / parts), _scores.Pointer + (head * scratch));
            }
        });

        for (var head = 0; head < heads; head++)
        {
            _inverse[head] = Attention.Weigh(_scores.Pointer + (head * scratch), positions);
        }

        var slices = (size + Slice - 1) / Slice;
        _pool.Run((part, parts) =>
        {
            for (var job = part; job < heads * slices; job += parts)
            {
                var (head, from) = (job / slices, job % slices * Slice);
                _cache.Mix(index, KeyHead(head), positions, from, Math.Min(size, from + Slice), _scores.Pointer + (head * scratch), _inverse[head], _mixed.Pointer + (head * size));
            }
        });
    }

    /// <summary>The key-value head that a head reads.</summary>
    private int KeyHead(int head) => head * _shape.KeyValueHeads / _shape.Heads;

    private void FeedForward(Layer layer, int count)
    {
        var (width, inner) = (_shape.Width, _shape.FeedForward);
        for (var t = 0; t < count; t++)
        {
            Normalise(_x.Pointer + ((long)t * width), layer.FeedForwardNorm, _normed.Pointer + ((long)t * width));
        }

        Multiply(_normed.Pointer, count, width, (layer.Gate, _gate), (layer.Up, _up));
        for (long i = 0; i < (long)count * inner; i += 8)
        {
            var gate = Vector256.Load(_gate.Pointer + i);
            (gate / (Vector256<float>.One + Vector256.Exp(-gate)) * Vector256.Load(_up.Pointer + i)).Store(_gate.Pointer + i);
        }

        Multiply(layer.Down, _gate.Pointer, count, inner, _normed.Pointer);
        Add(_normed.Pointer, count);
    }

    private void Multiply(Matrix matrix, float* input, int count, int columns, float* output)
    {
        var activations = Prepare(matrix.IsQuantized, input, count, columns);
        _pool.Run((part, parts) => matrix.Multiply(activations, output, matrix.Rows, (int)((long)matrix.Rows * part / parts), (int)((long)matrix.Rows * (part + 1) / parts)));
    }

    private void Multiply(float* input, int count, int columns, params (Matrix Matrix, AlignedMemory<float> Output)[] products)
    {
        // Files may mix types within a layer: one int8 matrix among them is enough to need quantized activations.
        var activations = Prepare(Array.Exists(products, product => product.Matrix.IsQuantized), input, count, columns);
        _pool.Run((part, parts) =>
        {
            foreach (var (matrix, output) in products)
            {
                matrix.Multiply(activations, output.Pointer, matrix.Rows, (int)((long)matrix.Rows * part / parts), (int)((long)matrix.Rows * (part + 1) / parts));
            }
        });
    }

    private Activations Prepare(bool quantize, float* input, int count, int columns)
    {
        var activations = new Activations(input, _bytes.Pointer, _scales.Pointer, count, columns);
        if (quantize)
        {
            activations.Quantize();
        }

        return activations;
    }

    private void Add(float* values, int count)
    {
        for (long i = 0; i < (long)count * _shape.Width; i += 8)
        {
            (Vector256.Load(_x.Pointer + i) + Vector256.Load(values + i)).Store(_x.Pointer + i);
        }
    }

    private void Normalise(float* x, float[] weight, float* output)
    {
        var inverse = Vector256.Create(1f / MathF.Sqrt((FloatDot.Dot(x, x, _shape.Width) / _shape.Width) + _shape.NormEpsilon));
        for (var i = 0; i < _shape.Width; i += 8)
        {
            (Vector256.Load(x + i) * inverse * Vector256.LoadUnsafe(ref weight[i])).Store(output + i);
        }
    }

    /// <summary>Rotates neighbouring pairs, GGUF's order for llama.</summary>
    private void Rotate(float* rows, int heads, int position)
    {
        var size = _shape.HeadSize;
        for (var i = 0; i < size / 2; i++)
        {
            var (sin, cos) = MathF.SinCos(position * _frequencies[i]);
            for (var head = 0; head < heads; head++)
            {
                var pair = rows + (head * size) + (2 * i);
                (pair[0], pair[1]) = ((pair[0] * cos) - (pair[1] * sin), (pair[0] * sin) + (pair[1] * cos));
            }
        }
    }

    private void ReserveScores(int positions)
    {
        var needed = (long)Math.Max(_pool.Parts, _shape.Heads) * ((positions + Attention.Tile) / Attention.Tile * Attention.Tile);
        if (_scores.Length < needed)
        {
            _scores.Dispose();
            _scores = new AlignedMemory<float>(Math.Max(needed, _scores.Length * 2));
        }
    }
}
