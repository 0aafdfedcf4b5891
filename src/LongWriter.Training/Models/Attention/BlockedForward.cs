using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace LongWriter.Training.Models.Attention;

/// <summary>Outputs of one document's query heads that share a key head.</summary>
/// <param name="rows">Rows of queries, keys and values, as <see cref="HeadLayout"/> says.</param>
/// <param name="outputs">Taken: rows of outputs.</param>
/// <param name="logSums">Taken: for every row and head the logarithm of the sum of its scores' exponentials.</param>
internal sealed unsafe class BlockedForward(HeadLayout layout, Rotation rotation, float* rows, float* outputs, float* logSums)
{
    private readonly float _scale = 1 / MathF.Sqrt(layout.Size);

    /// <param name="first">The document's first row.</param>
    /// <param name="length">Its rows.</param>
    public void Run(int first, int length, int keyHead)
    {
        var (size, wide, padded) = (layout.Size, Tile.Pad(layout.Size), Tile.Pad(length));
        using var memory = torch.empty((2L * padded * size) + ((long)padded * wide) + ((long)ScoreBlock.Rows * (size + ScoreBlock.Stride + wide + 2)));
        var turned = Memory.Of(memory);
        var keys = turned + ((nint)padded * size);
        var values = keys + ((nint)padded * size);
        var queries = values + ((nint)padded * wide);
        var scores = queries + (ScoreBlock.Rows * size);
        var sums = scores + (ScoreBlock.Rows * ScoreBlock.Stride);
        var greatest = sums + (ScoreBlock.Rows * wide);
        var totals = greatest + ScoreBlock.Rows;

        var document = rows + ((nint)first * layout.RowWidth);
        for (var i = 0; i < length; i++)
        {
            rotation.Turn(document + ((nint)i * layout.RowWidth) + layout.Key(keyHead), turned + ((nint)i * size), size, i, 1);
        }

        Panels.OfColumns(turned, size, length, size, keys);
        Panels.OfRows(document + layout.Value(keyHead), layout.RowWidth, length, padded, size, values);
        for (var head = keyHead * layout.Group; head < (keyHead + 1) * layout.Group; head++)
        {
            for (var top = 0; top < length; top += ScoreBlock.Rows)
            {
                var count = Math.Min(ScoreBlock.Rows, length - top);
                for (var row = 0; row < count; row++)
                {
                    rotation.Turn(document + ((nint)(top + row) * layout.RowWidth) + layout.Query(head), queries + (row * size), size, top + row, _scale);
                }

                new Span<float>(queries + (count * size), (ScoreBlock.Rows - count) * size).Clear();
                new Span<float>(sums, ScoreBlock.Rows * wide).Clear();
                new Span<float>(greatest, ScoreBlock.Rows).Fill(float.NegativeInfinity);
                new Span<float>(totals, ScoreBlock.Rows).Clear();
                Sum(top, (count + Tile.Rows - 1) / Tile.Rows, padded, queries, keys, values, scores, sums, greatest, totals);
                for (var row = 0; row < count; row++)
                {
                    Write(sums + (row * wide), totals[row], first + top + row, head);
                    logSums[((nint)(first + top + row) * layout.Heads) + head] = greatest[row] + MathF.Log(totals[row]);
                }
            }
        }
    }

    /// <summary>Weighted sums of values for one block of queries, over all blocks of keys that it sees.</summary>
    private void Sum(int top, int groups, int padded, float* queries, float* keys, float* values, float* scores, float* sums, float* greatest, float* totals)
    {
        var (size, wide) = (layout.Size, Tile.Pad(layout.Size));
        var end = Math.Min(padded, top + ScoreBlock.Rows);
        for (var left = 0; left < end; left += ScoreBlock.Keys)
        {
            var (ahead, count) = (top - left, Math.Min(ScoreBlock.Keys, end - left));
            ScoreBlock.Multiply(queries, size, keys + ((nint)left * size), ahead, count, groups, scores);
            for (var row = 0; row < groups * Tile.Rows; row++)
            {
                var computed = ScoreBlock.Computed(ahead, row / Tile.Rows, count);
                var seen = ScoreBlock.Seen(ahead, row, computed);
                var line = scores + (row * ScoreBlock.Stride);
                new Span<float>(line + seen, computed - seen).Fill(float.NegativeInfinity);
                var before = greatest[row];
                greatest[row] = MathF.Max(before, Greatest(line, computed));
                if (left > 0)
                {
                    var shrink = MathF.Exp(before - greatest[row]);
                    totals[row] *= shrink;
                    Scale(sums + (row * wide), wide, shrink);
                }

                totals[row] += Exponentiate(line, computed, greatest[row]);
            }

            for (var column = 0; column < wide; column += Tile.Columns)
            {
                var panel = values + ((nint)column * padded) + ((nint)left * Tile.Columns);
                for (var group = 0; group < groups; group++)
                {
                    var row = group * Tile.Rows;
                    Tile.Multiply(scores + (row * ScoreBlock.Stride), ScoreBlock.Stride, 1, panel, ScoreBlock.Computed(ahead, group, count), sums + (row * wide) + column, wide, add: true);
                }
            }
        }
    }

    private static float Greatest(float* line, int count)
    {
        var most = Vector256.Load(line);
        for (var i = 8; i < count; i += 8)
        {
            most = Avx.Max(most, Vector256.Load(line + i));
        }

        var greatest = most[0];
        for (var i = 1; i < 8; i++)
        {
            greatest = MathF.Max(greatest, most[i]);
        }

        return greatest;
    }

    /// <summary>Puts e^(x − greatest) in the place of each x and returns their sum.</summary>
    private static float Exponentiate(float* line, int count, float greatest)
    {
        var (sum, less) = (Vector256<float>.Zero, Vector256.Create(greatest));
        for (var i = 0; i < count; i += 8)
        {
            var e = ScoreBlock.Exp(Vector256.Load(line + i) - less);
            e.Store(line + i);
            sum += e;
        }

        return Vector256.Sum(sum);
    }

    private static void Scale(float* line, int count, float by)
    {
        for (var i = 0; i < count; i += 8)
        {
            (Vector256.Load(line + i) * by).Store(line + i);
        }
    }

    private void Write(float* sums, float total, int row, int head)
    {
        var output = outputs + ((nint)row * layout.OutputWidth) + layout.Query(head);
        for (var i = 0; i < layout.Size; i++)
        {
            output[i] = sums[i] / total;
        }
    }
}
