using System.Runtime.Intrinsics;
using TorchSharp;

namespace LongWriter.Training.Models.Attention;

/// <summary>Gradients of one document's query heads that share a key head, and of that key head and its values.</summary>
/// <param name="rows">Rows of queries, keys and values, as <see cref="HeadLayout"/> says.</param>
/// <param name="outputs">What <see cref="BlockedForward"/> made of them; <paramref name="logSums"/> likewise.</param>
/// <param name="incoming">Gradients of the outputs.</param>
/// <param name="gradients">Taken: gradients of the rows.</param>
internal sealed unsafe class BlockedBackward(HeadLayout layout, Rotation rotation, float* rows, float* outputs, float* logSums, float* incoming, float* gradients)
{
    private readonly float _scale = 1 / MathF.Sqrt(layout.Size);

    /// <param name="first">The document's first row.</param>
    /// <param name="length">Its rows.</param>
    public void Run(int first, int length, int keyHead)
    {
        var padded = Tile.Pad(length);
        using var memory = torch.empty(Work.Floats(layout.Size, padded));
        var work = new Work(Memory.Of(memory), layout.Size, padded);
        var document = rows + ((nint)first * layout.RowWidth);
        for (var i = 0; i < length; i++)
        {
            rotation.Turn(document + ((nint)i * layout.RowWidth) + layout.Key(keyHead), work.Turned + ((nint)i * layout.Size), layout.Size, i, 1);
        }

        Panels.OfColumns(work.Turned, layout.Size, length, layout.Size, work.KeysAcross);
        Panels.OfRows(work.Turned, layout.Size, length, padded, layout.Size, work.Keys);
        Panels.OfColumns(document + layout.Value(keyHead), layout.RowWidth, length, layout.Size, work.ValuesAcross);
        work.ClearSums();
        for (var head = keyHead * layout.Group; head < (keyHead + 1) * layout.Group; head++)
        {
            for (var top = 0; top < length; top += ScoreBlock.Rows)
            {
                var count = Math.Min(ScoreBlock.Rows, length - top);
                Load(work, first, top, count, head);
                Sum(work, top, (count + Tile.Rows - 1) / Tile.Rows);
                for (var row = 0; row < count; row++)
                {
                    rotation.TurnBack(work.QueryGradients + (row * work.Wide), Gradient(first + top + row) + layout.Query(head), layout.Size, top + row, _scale);
                }
            }
        }

        for (var i = 0; i < length; i++)
        {
            rotation.TurnBack(work.KeyGradients + ((nint)i * work.Wide), Gradient(first + i) + layout.Key(keyHead), layout.Size, i, 1);
            new ReadOnlySpan<float>(work.ValueGradients + ((nint)i * work.Wide), layout.Size).CopyTo(new Span<float>(Gradient(first + i) + layout.Value(keyHead), layout.Size));
        }
    }

    private float* Gradient(int row) => gradients + ((nint)row * layout.RowWidth);

    /// <summary>A block of queries and of incoming gradients, both as rows and as panels, with what each row's softmax needs.</summary>
    private void Load(Work work, int first, int top, int count, int head)
    {
        var size = layout.Size;
        for (var row = 0; row < count; row++)
        {
            var place = (nint)(first + top + row);
            rotation.Turn(rows + (place * layout.RowWidth) + layout.Query(head), work.Queries + (row * size), size, top + row, _scale);
            var output = outputs + (place * layout.OutputWidth) + layout.Query(head);
            var gradient = incoming + (place * layout.OutputWidth) + layout.Query(head);
            float product = 0;
            for (var i = 0; i < size; i++)
            {
                work.Incoming[(row * size) + i] = gradient[i];
                product += gradient[i] * output[i];
            }

            work.Products[row] = product;
            work.LogSums[row] = logSums[(place * layout.Heads) + head];
        }

        // The rows that fill up the last six: zero queries with zero gradients give nothing.
        var missing = ScoreBlock.Rows - count;
        new Span<float>(work.Queries + (count * size), missing * size).Clear();
        new Span<float>(work.Incoming + (count * size), missing * size).Clear();
        new Span<float>(work.Products + count, missing).Clear();
        new Span<float>(work.LogSums + count, missing).Clear();
        Panels.OfRows(work.Queries, size, ScoreBlock.Rows, ScoreBlock.Rows, size, work.QueryPanels);
        Panels.OfRows(work.Incoming, size, ScoreBlock.Rows, ScoreBlock.Rows, size, work.IncomingPanels);
        new Span<float>(work.QueryGradients, ScoreBlock.Rows * work.Wide).Clear();
    }

    /// <summary>Adds what one block of queries gives, over all blocks of keys that it sees.</summary>
    private void Sum(Work work, int top, int groups)
    {
        var end = Math.Min(work.Padded, top + ScoreBlock.Rows);
        for (var left = 0; left < end; left += ScoreBlock.Keys)
        {
            var (ahead, keys) = (top - left, Math.Min(ScoreBlock.Keys, end - left));
            ScoreBlock.Multiply(work.Queries, layout.Size, work.KeysAcross + ((nint)left * layout.Size), ahead, keys, groups, work.Weights);
            ScoreBlock.Multiply(work.Incoming, layout.Size, work.ValuesAcross + ((nint)left * layout.Size), ahead, keys, groups, work.Slopes);
            for (var row = 0; row < groups * Tile.Rows; row++)
            {
                var computed = ScoreBlock.Computed(ahead, row / Tile.Rows, keys);
                Soften(work, row, computed, ScoreBlock.Seen(ahead, row, computed));
            }

            AddToKeys(work, left, ahead, keys, groups * Tile.Rows);
            AddToQueries(work, left, ahead, keys, groups);
        }
    }

    /// <summary>Scores become weights, and gradients of weights become gradients of scores.</summary>
    private static void Soften(Work work, int row, int computed, int seen)
    {
        var weights = work.Weights + (row * ScoreBlock.Stride);
        var slopes = work.Slopes + (row * ScoreBlock.Stride);
        var (logSum, product) = (Vector256.Create(work.LogSums[row]), Vector256.Create(work.Products[row]));
        for (var i = 0; i < computed; i += 8)
        {
            var weight = ScoreBlock.Exp(Vector256.Load(weights + i) - logSum);
            weight.Store(weights + i);
            (weight * (Vector256.Load(slopes + i) - product)).Store(slopes + i);
        }

        new Span<float>(weights + seen, computed - seen).Clear();
        new Span<float>(slopes + seen, computed - seen).Clear();
    }

    /// <summary>Six keys at a time, from the first row that sees one of them on.</summary>
    private static void AddToKeys(Work work, int left, int ahead, int keys, int rows)
    {
        for (var key = 0; key < keys; key += Tile.Rows)
        {
            var start = Math.Max(0, key - ahead);
            if (start >= rows)
            {
                return;
            }

            var place = (nint)(left + key) * work.Wide;
            for (var column = 0; column < work.Wide; column += Tile.Columns)
            {
                var panel = (column * ScoreBlock.Rows) + (start * Tile.Columns);
                var from = (start * ScoreBlock.Stride) + key;
                Tile.Multiply(work.Weights + from, 1, ScoreBlock.Stride, work.IncomingPanels + panel, rows - start, work.ValueGradients + place + column, work.Wide, add: true);
                Tile.Multiply(work.Slopes + from, 1, ScoreBlock.Stride, work.QueryPanels + panel, rows - start, work.KeyGradients + place + column, work.Wide, add: true);
            }
        }
    }

    private static void AddToQueries(Work work, int left, int ahead, int keys, int groups)
    {
        for (var column = 0; column < work.Wide; column += Tile.Columns)
        {
            var panel = work.Keys + ((nint)column * work.Padded) + ((nint)left * Tile.Columns);
            for (var group = 0; group < groups; group++)
            {
                var row = group * Tile.Rows;
                Tile.Multiply(work.Slopes + (row * ScoreBlock.Stride), ScoreBlock.Stride, 1, panel, ScoreBlock.Computed(ahead, group, keys), work.QueryGradients + (row * work.Wide) + column, work.Wide, add: true);
            }
        }
    }

    /// <summary>The temporaries of one key head, in one piece of memory.</summary>
    private sealed class Work
    {
        private readonly nint _sums;

        public Work(float* memory, int size, int padded)
        {
            (Padded, Wide) = (padded, Tile.Pad(size));
            var (narrow, wide, block) = ((nint)padded * size, (nint)padded * Wide, (nint)ScoreBlock.Rows * Wide);
            _sums = wide + (Spare * Wide);
            Turned = memory;
            KeysAcross = Turned + narrow;
            ValuesAcross = KeysAcross + narrow;
            Keys = ValuesAcross + narrow;
            KeyGradients = Keys + wide;
            ValueGradients = KeyGradients + _sums;
            Queries = ValueGradients + _sums;
            Incoming = Queries + block;
            QueryPanels = Incoming + block;
            IncomingPanels = QueryPanels + block;
            QueryGradients = IncomingPanels + block;
            Weights = QueryGradients + block;
            Slopes = Weights + (ScoreBlock.Rows * ScoreBlock.Stride);
            Products = Slopes + (ScoreBlock.Rows * ScoreBlock.Stride);
            LogSums = Products + ScoreBlock.Rows;
        }

        /// <summary>Rows past the last key that its six may reach to; nobody reads them.</summary>
        private const int Spare = Tile.Rows;

        public int Padded { get; }

        /// <summary>Floats of a head rounded up to whole panels.</summary>
        public int Wide { get; }

        /// <summary>Rotated keys, as rows; then as panels of their transpose, and as panels.</summary>
        public float* Turned { get; }

        public float* KeysAcross { get; }

        public float* Keys { get; }

        /// <summary>Values, as panels of their transpose.</summary>
        public float* ValuesAcross { get; }

        public float* KeyGradients { get; }

        public float* ValueGradients { get; }

        public float* Queries { get; }

        public float* QueryPanels { get; }

        public float* Incoming { get; }

        public float* IncomingPanels { get; }

        public float* QueryGradients { get; }

        public float* Weights { get; }

        /// <summary>Gradients of the weights, then of the scores.</summary>
        public float* Slopes { get; }

        /// <summary>Of each row: its output times the gradient of its output.</summary>
        public float* Products { get; }

        public float* LogSums { get; }

        public static long Floats(int size, int padded) =>
            (3L * padded * size) + (((3L * padded) + (2 * Spare) + (5 * ScoreBlock.Rows)) * Tile.Pad(size)) + (2L * ScoreBlock.Rows * (ScoreBlock.Stride + 1));

        public void ClearSums() => new Span<float>(KeyGradients, checked((int)(2 * _sums))).Clear();
    }
}
