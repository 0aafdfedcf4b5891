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
    /// <summary>Tokens that a thread computes together while a prompt is read.</summary>
    public const int DefaultBlock = 32;

    /// <summary>
    /// With fewer tokens for each thread than this, threads share the rows of every product; from here on each takes tokens of its own
    /// through a whole layer, reads all weights, and waits for the others twice.
    /// </summary>
    private const int LeastTokens = 4;

    /// <summary>In place of a part's number: all threads work on the same tokens.</summary>
    private const int Together = -1;

    private readonly LlamaModel _model;
    private readonly ModelShape _shape;
    private readonly WorkerPool _pool;
    private readonly KeyValueCache _cache;
    private readonly Rotary _rotary;
    private readonly List<int> _tokens = [];
    private readonly int _block;
    private readonly SelfAttention _attention;
    private readonly AlignedMemory<float> _x;
    private readonly ActivationMemory _normed;
    private readonly AlignedMemory<float> _q;
    private readonly AlignedMemory<float> _k;
    private readonly AlignedMemory<float> _v;
    private readonly ActivationMemory _mixed;
    private readonly ActivationMemory _gate;
    private readonly AlignedMemory<float> _up;
    private readonly AlignedMemory<float> _added;
    private readonly AlignedMemory<float> _logits;

    /// <param name="threads">Threads to compute with, 1 or more.</param>
    /// <param name="block">Tokens that each of them computes together while a prompt is read.</param>
    public LlamaSession(LlamaModel model, int threads, int block = DefaultBlock)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        (_model, _shape) = (model, model.Shape);
        _pool = new WorkerPool(threads);
        _block = Math.Min(block * threads, _shape.ContextLength);
        _cache = KeyValueCache.For(model);
        _rotary = new Rotary(_shape, model.RotaryScale, _block);
        _attention = new SelfAttention(_shape, _cache, _pool);
        var keys = _shape.KeyValueHeads * _shape.HeadSize;
        AlignedMemory<float> Rows(int columns) => new((long)_block * columns);
        (_normed, _mixed, _gate) = (new ActivationMemory(_block, _shape.Width), new ActivationMemory(_block, _shape.Width), new ActivationMemory(_block, _shape.FeedForward));
        (_x, _q, _k, _v, _up, _added) = (Rows(_shape.Width), Rows(_shape.Width), Rows(keys), Rows(keys), Rows(_shape.FeedForward), Rows(_shape.Width));
        _logits = new AlignedMemory<float>(_shape.Vocabulary);
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
        _attention.Reserve(_tokens.Count + tokens.Count);
        for (var from = 0; from < tokens.Count; from += _block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(_block, tokens.Count - from);
            for (var t = 0; t < count; t++)
            {
                var token = tokens[from + t];
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)token, (uint)_shape.Vocabulary, nameof(tokens));
                _model.Embedding.CopyRow(token, _x.Pointer + ((long)t * _shape.Width));
                _rotary.Place(t, _tokens.Count + t);
            }

            for (var layer = 0; layer < _shape.Layers; layer++)
            {
                Run(layer, count);
            }

            for (var t = 0; t < count; t++)
            {
                _tokens.Add(tokens[from + t]);
            }

            if (from + count == tokens.Count)
            {
                Elementwise.Normalise(_x.Pointer + ((long)(count - 1) * _shape.Width), _model.FinalNorm, _shape.NormEpsilon, _normed.Row(0));
                Multiply(_normed.Rows(0, 1, _model.Head.IsQuantized), Together, _model.Head, _logits.Pointer);
            }
        }

        return _logits.Span;
    }

    public void Dispose()
    {
        _pool.Dispose();
        _cache.Dispose();
        _rotary.Dispose();
        foreach (var memory in (IDisposable[])[_x, _normed, _q, _k, _v, _mixed, _gate, _up, _added, _logits, _attention])
        {
            memory.Dispose();
        }
    }

    private void Run(int layer, int count)
    {
        if (count < _pool.Parts * LeastTokens)
        {
            Project(layer, 0, count, Together);
            Finish(layer, 0, count, Together);
            return;
        }

        // Attention reads the keys and values of the whole block: all of them are there before any token goes on.
        _pool.Run((part, parts) => Project(layer, WorkerPool.Cut(count, part, parts), WorkerPool.Cut(count, part + 1, parts), part));
        _pool.Run((part, parts) => Finish(layer, WorkerPool.Cut(count, part, parts), WorkerPool.Cut(count, part + 1, parts), part));
    }

    /// <summary>Queries, keys and values of the tokens [from, to), the last two into the cache.</summary>
    private void Project(int index, int from, int to, int part)
    {
        var layer = _model.Layers[index];
        var (width, keys) = (_shape.Width, _shape.KeyValueHeads * _shape.HeadSize);
        for (var t = from; t < to; t++)
        {
            Elementwise.Normalise(_x.Pointer + ((long)t * width), layer.AttentionNorm, _shape.NormEpsilon, _normed.Row(t));
        }

        // Files may mix types within a layer: one int8 matrix among them is enough to need quantized activations.
        var quantized = layer.Query.IsQuantized || layer.Key.IsQuantized || layer.Value.IsQuantized;
        var at = (long)from * keys;
        var input = _normed.Rows(from, to, quantized);
        Share(part, width + (2 * keys), Q8Dot.Rows, (first, last) =>
        {
            Rows(layer.Query, _q.Pointer + ((long)from * width), 0);
            Rows(layer.Key, _k.Pointer + at, width);
            Rows(layer.Value, _v.Pointer + at, width + keys);

            // The three stand one under another, as if they were one matrix.
            void Rows(Matrix matrix, float* output, int above) => matrix.Multiply(input, output, matrix.Rows, Math.Clamp(first - above, 0, matrix.Rows), Math.Clamp(last - above, 0, matrix.Rows));
        });
        for (var t = from; t < to; t++)
        {
            _rotary.Rotate(t, _q.Pointer + ((long)t * width), _shape.Heads);
            _rotary.Rotate(t, _k.Pointer + ((long)t * keys), _shape.KeyValueHeads);
            for (var head = 0; head < _shape.KeyValueHeads; head++)
            {
                var place = ((long)t * keys) + (head * _shape.HeadSize);
                _cache.Store(index, head, _tokens.Count + t, _k.Pointer + place, _v.Pointer + place);
            }
        }
    }

    /// <summary>Attention and feed-forward of the tokens [from, to).</summary>
    private void Finish(int index, int from, int to, int part)
    {
        var layer = _model.Layers[index];
        var width = _shape.Width;
        if (part == Together)
        {
            for (var t = from; t < to; t++)
            {
                _attention.AttendTogether(index, _tokens.Count + t + 1, _q.Pointer + ((long)t * width), _mixed.Row(t));
            }
        }
        else
        {
            _attention.Attend(part, index, _tokens.Count, from, to, _q.Pointer, _mixed);
        }

        var x = _x.Pointer;
        var added = _added.Pointer;
        Multiply(_mixed.Rows(from, to, layer.Output.IsQuantized), part, layer.Output, added + ((long)from * width));
        for (var t = from; t < to; t++)
        {
            Elementwise.Add(x + ((long)t * width), added + ((long)t * width), width);
            Elementwise.Normalise(x + ((long)t * width), layer.FeedForwardNorm, _shape.NormEpsilon, _normed.Row(t));
        }

        Gate(layer, from, to, part);
        Multiply(_gate.Rows(from, to), part, layer.Down, added + ((long)from * width));
        for (var t = from; t < to; t++)
        {
            Elementwise.Add(x + ((long)t * width), added + ((long)t * width), width);
        }
    }

    /// <summary>The gated inner activations of the tokens [from, to). Whoever multiplied some rows also gates and quantizes them, so that few bytes go from core to core.</summary>
    private void Gate(Layer layer, int from, int to, int part)
    {
        var (input, inner) = (_normed.Rows(from, to, layer.Gate.IsQuantized || layer.Up.IsQuantized), _shape.FeedForward);
        Share(part, inner, Q8Dot.BlockLength, (first, last) =>
        {
            layer.Gate.Multiply(input, _gate.Row(from), inner, first, last);
            layer.Up.Multiply(input, _up.Pointer + ((long)from * inner), inner, first, last);
            for (var t = from; t < to; t++)
            {
                Elementwise.Gate(_gate.Row(t) + first, _up.Pointer + ((long)t * inner) + first, last - first);
                if (layer.Down.IsQuantized)
                {
                    _gate.Quantize(t, first, last);
                }
            }
        });
    }

    /// <summary>Products of some tokens, by one thread or by all.</summary>
    private void Multiply(Activations input, int part, Matrix matrix, float* output) =>
        Share(part, matrix.Rows, Q8Dot.Rows, (from, to) => matrix.Multiply(input, output, matrix.Rows, from, to));

    /// <summary>Runs <c>work(from, to)</c> for all rows at once, or shares them out among the threads in multiples of <paramref name="unit"/>.</summary>
    private void Share(int part, int rows, int unit, Action<int, int> work)
    {
        if (part != Together)
        {
            work(0, rows);
            return;
        }

        _pool.Run((one, parts) => work(WorkerPool.Cut(rows / unit, one, parts) * unit, one + 1 == parts ? rows : WorkerPool.Cut(rows / unit, one + 1, parts) * unit));
    }
}
