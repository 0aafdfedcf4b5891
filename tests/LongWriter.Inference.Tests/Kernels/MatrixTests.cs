using LongWriter.Formats;
using LongWriter.Formats.Gguf;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed unsafe class MatrixTests
{
    private const float Untouched = -12345;

    public static TheoryData<GgmlType, int, int, int> Cases()
    {
        var cases = new TheoryData<GgmlType, int, int, int>();
        foreach (var type in Enum.GetValues<GgmlType>())
        {
            cases.Add(type, 1, 32, 1);
            cases.Add(type, 7, 96, 1);
            cases.Add(type, 13, 64, 5);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_product_agrees_with_a_naive_one(GgmlType type, int rows, int columns, int tokens)
    {
        var tensor = RandomTensor(type, rows, columns);
        var weights = tensor.Decoded();
        var input = new Random(2).NextNormals(tokens * columns);
        using var matrix = Load(tensor, rows, columns);
        Assert.Equal(type == GgmlType.Q8_0, matrix.IsQuantized);
        Assert.Equal((rows, columns), (matrix.Rows, matrix.Columns));
        var output = Multiply(matrix, input, tokens, rows, 0, rows);
        for (var t = 0; t < tokens; t++)
        {
            for (var row = 0; row < rows; row++)
            {
                double expected = 0;
                double allowed = 1e-5;
                for (var i = 0; i < columns; i++)
                {
                    expected += (double)weights[(row * columns) + i] * input[(t * columns) + i];
                    if (matrix.IsQuantized)
                    {
                        var step = input.AsSpan((t * columns) + (i / 32 * 32), 32).ToArray().Max(MathF.Abs) / 127;
                        allowed += Math.Abs(weights[(row * columns) + i]) * step * 0.5001;
                    }
                }

                Assert.Equal(expected, output[(t * rows) + row], allowed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_product_cut_by_rows_and_tokens_has_the_same_bits_and_touches_nothing_else(GgmlType type, int rows, int columns, int tokens)
    {
        var input = new Random(3).NextNormals(tokens * columns);
        using var matrix = Load(RandomTensor(type, rows, columns), rows, columns);
        var whole = Multiply(matrix, input, tokens, rows, 0, rows);
        var stride = rows + 3;
        for (var t = 0; t < tokens; t++)
        {
            for (var cut = 0; cut <= rows; cut++)
            {
                var part = Multiply(matrix, input[(t * columns)..((t + 1) * columns)], 1, stride, cut, rows);
                Assert.Equal(Bits.Of(whole.AsSpan((t * rows) + cut, rows - cut)), Bits.Of(part.AsSpan(cut, rows - cut)));
                Assert.All(part[..cut].Concat(part[rows..]), value => Assert.Equal(Untouched, value));
            }
        }
    }

    [Fact]
    public void The_stride_sets_the_rows_of_tokens_apart()
    {
        var input = new Random(4).NextNormals(3 * 32);
        using var matrix = Load(RandomTensor(GgmlType.F32, 5, 32), 5, 32);
        var close = Multiply(matrix, input, 3, 5, 0, 5);
        var apart = Multiply(matrix, input, 3, 9, 0, 5);
        for (var t = 0; t < 3; t++)
        {
            Assert.Equal(close[(t * 5)..((t * 5) + 5)], apart[(t * 9)..((t * 9) + 5)]);
            Assert.All(apart[((t * 9) + 5)..((t + 1) * 9)], value => Assert.Equal(Untouched, value));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_row_is_copied_as_the_file_holds_it(GgmlType type, int rows, int columns, int tokens)
    {
        Assert.True(tokens > 0);
        var tensor = RandomTensor(type, rows, columns);
        using var matrix = Load(tensor, rows, columns);
        using var row = new AlignedMemory<float>(columns);
        for (var i = 0; i < rows; i++)
        {
            matrix.CopyRow(i, row.Pointer);
            Assert.Equal(Bits.Of(tensor.Decoded().AsSpan(i * columns, columns)), Bits.Of(row.Span));
        }
    }

    [Fact]
    public void A_weight_of_minus_128_in_a_file_is_read_as_such()
    {
        var block = new byte[GgmlTypes.Q8BlockBytes];
        BitConverter.TryWriteBytes(block, (Half)0.5f);
        block.AsSpan(2).Fill(0x80);
        fixed (byte* source = block)
        {
            using var matrix = new Q8Matrix(1, 32, source);
            float[] ones = [.. Enumerable.Repeat(1f, 32)];
            Assert.Equal(-64f * 32, Multiply(matrix, ones, 1, 1, 0, 1)[0], 0.01f);
        }
    }

    [Theory]
    [InlineData(4, 64, "3 × 64")]
    [InlineData(3, 32, "3 × 32")]
    public void Another_shape_than_the_model_asks_for_is_refused(int rows, int columns, string asked)
    {
        var e = Assert.Throws<ModelFileException>(() => Load(RandomTensor(GgmlType.F32, rows, columns), 3, columns == 64 ? 64 : 32 * 3));
        Assert.Contains("'w'", e.Message, StringComparison.Ordinal);
        Assert.Contains($"{rows} × {columns}", e.Message, StringComparison.Ordinal);
        Assert.Contains(asked[..4], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_no_multiple_of_32_are_refused()
    {
        var e = Assert.Throws<ModelFileException>(() => Load(RandomTensor(GgmlType.F32, 3, 48), 3, 48));
        Assert.Contains("rows of 48", e.Message, StringComparison.Ordinal);
    }

    private static TinyTensor RandomTensor(GgmlType type, int rows, int columns) =>
        new(type, [columns, rows], new Random(rows + columns).NextNormals(rows * columns));

    private static Matrix Load(TinyTensor tensor, int rows, int columns)
    {
        using var path = new TemporaryFile();
        var writer = new GgufWriter();
        writer.AddTensor("w", tensor.Type, tensor.Dimensions, tensor.Encoded());
        writer.Save(path.Path);
        using var file = GgufFile.Open(path.Path);
        return Matrix.Load(file, "w", rows, columns);
    }

    private static float[] Multiply(Matrix matrix, float[] input, int tokens, int stride, int from, int to)
    {
        var output = new float[tokens * stride];
        Array.Fill(output, Untouched);
        using var activations = new ActivationMemory(tokens, matrix.Columns);
        input.CopyTo(new Span<float>(activations.Row(0), input.Length));
        fixed (float* target = output)
        {
            matrix.Multiply(activations.Rows(0, tokens, matrix.IsQuantized), target, stride, from, to);
        }

        return output;
    }
}
