using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LongWriter.Formats;
using LongWriter.Formats.Gguf;

namespace LongWriter.Inference.Kernels;

/// <summary>Activations of a block of tokens, as floats and, for int8 weights, quantized.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Activations(float* values, sbyte* quantized, float* scales, int tokens, int columns)
{
    public int Tokens => tokens;

    public float* Row(int token) => values + ((long)token * columns);

    public sbyte* Quantized(int token) => quantized + ((long)token * columns);

    public float* Scales(int token) => scales + ((long)token * columns / Q8Dot.BlockLength);
}

/// <summary>
/// A weight matrix. Each output is one dot product in a fixed order, whatever the number of tokens or threads: that makes
/// logits the same bits decoded, prefilled in any block size, or read back from the cache.
/// </summary>
internal abstract unsafe class Matrix(int rows, int columns) : IDisposable
{
    public int Rows => rows;

    public int Columns => columns;

    /// <summary>Whether products need quantized activations.</summary>
    public abstract bool IsQuantized { get; }

    /// <summary>Rows [from, to) of the product: output[token, row] at <c>output + token·stride + row</c>.</summary>
    public abstract void Multiply(in Activations input, float* output, int stride, int from, int to);

    /// <summary>Row <paramref name="row"/> as floats.</summary>
    public abstract void CopyRow(int row, float* target);

    public abstract void Dispose();

    /// <summary>Loads a tensor of [rows, columns]: Q8_0 as int8 and scales, F16 and BF16 as they are, F32.</summary>
    /// <exception cref="ModelFileException">Its shape differs, or columns are no multiple of 32.</exception>
    public static Matrix Load(GgufFile file, string name, int rows, int columns)
    {
        var tensor = file.Tensor(name);
        if (tensor.Columns != columns || tensor.Rows != rows)
        {
            throw new ModelFileException(file.Path, $"tensor '{name}' is {tensor.Rows} × {tensor.Columns} where the model's sizes ask for {rows} × {columns}");
        }

        if (columns % Q8Dot.BlockLength != 0)
        {
            throw new ModelFileException(file.Path, $"tensor '{name}' has rows of {columns}; multiples of {Q8Dot.BlockLength} are supported");
        }

        return tensor.Type switch
        {
            GgmlType.Q8_0 => new Q8Matrix(rows, columns, file.Data(tensor)),
            GgmlType.F32 => new FloatMatrix(rows, columns, file.Data(tensor)),
            _ => new HalfMatrix(rows, columns, file.Data(tensor), tensor.Type),
        };
    }
}

/// <summary>Q8_0 weights, the scales apart from the bytes so that both stream in order; rows are filled up to whole fours.</summary>
internal sealed unsafe class Q8Matrix : Matrix
{
    private readonly AlignedMemory<sbyte> _bytes;
    private readonly AlignedMemory<float> _scales;
    private readonly int _blocks;

    public Q8Matrix(int rows, int columns, byte* source)
        : base(rows, columns)
    {
        _blocks = columns / Q8Dot.BlockLength;
        var whole = (rows + Q8Dot.Rows - 1) / Q8Dot.Rows * Q8Dot.Rows;
        _bytes = new AlignedMemory<sbyte>((long)whole * columns);
        _scales = new AlignedMemory<float>((long)whole * _blocks);
        for (var row = 0; row < rows; row++)
        {
            for (var block = 0; block < _blocks; block++)
            {
                var at = source + ((((long)row * _blocks) + block) * GgmlTypes.Q8BlockBytes);
                Scale(row, block) = (float)*(Half*)at;
                Buffer.MemoryCopy(at + 2, _bytes.Pointer + ((long)row * columns) + (block * Q8Dot.BlockLength), Q8Dot.BlockLength, Q8Dot.BlockLength);
            }
        }
    }

    public override bool IsQuantized => true;

    public override void Multiply(in Activations input, float* output, int stride, int from, int to)
    {
        for (var row = from / Q8Dot.Rows * Q8Dot.Rows; row < to; row += Q8Dot.Rows)
        {
            var weights = _bytes.Pointer + ((long)row * Columns);
            var scales = _scales.Pointer + ((long)row * _blocks);
            var whole = row >= from && row + Q8Dot.Rows <= to;
            for (var t = 0; t < input.Tokens; t++)
            {
                var products = Q8Dot.Dot(weights, scales, input.Quantized(t), input.Scales(t), _blocks);
                var target = output + ((long)t * stride);
                if (whole)
                {
                    products.Store(target + row);
                    continue;
                }

                for (var one = Math.Max(row, from); one < Math.Min(row + Q8Dot.Rows, to); one++)
                {
                    target[one] = products[one - row];
                }
            }
        }
    }

    public override void CopyRow(int row, float* target)
    {
        for (var i = 0; i < Columns; i++)
        {
            target[i] = _bytes.Pointer[((long)row * Columns) + i] * Scale(row, i / Q8Dot.BlockLength);
        }
    }

    public override void Dispose()
    {
        _bytes.Dispose();
        _scales.Dispose();
    }

    /// <summary>Scales of four rows lie together, block by block.</summary>
    private ref float Scale(int row, int block) => ref _scales.Pointer[((((long)row / Q8Dot.Rows * _blocks) + block) * Q8Dot.Rows) + (row % Q8Dot.Rows)];
}

/// <summary>F32 weights.</summary>
internal sealed unsafe class FloatMatrix : Matrix
{
    private readonly AlignedMemory<float> _values;

    public FloatMatrix(int rows, int columns, byte* source)
        : base(rows, columns)
    {
        _values = new AlignedMemory<float>((long)rows * columns);
        Buffer.MemoryCopy(source, _values.Pointer, _values.Length * sizeof(float), _values.Length * sizeof(float));
    }

    public override bool IsQuantized => false;

    public override void Multiply(in Activations input, float* output, int stride, int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            var weights = _values.Pointer + ((long)row * Columns);
            for (var t = 0; t < input.Tokens; t++)
            {
                output[((long)t * stride) + row] = FloatDot.Dot(weights, input.Row(t), Columns);
            }
        }
    }

    public override void CopyRow(int row, float* target) => Buffer.MemoryCopy(_values.Pointer + ((long)row * Columns), target, Columns * sizeof(float), Columns * sizeof(float));

    public override void Dispose() => _values.Dispose();
}

/// <summary>F16 or BF16 weights, widened row by row as they are used.</summary>
internal sealed unsafe class HalfMatrix : Matrix
{
    private readonly AlignedMemory<ushort> _values;
    private readonly GgmlType _type;

    public HalfMatrix(int rows, int columns, byte* source, GgmlType type)
        : base(rows, columns)
    {
        _type = type;
        _values = new AlignedMemory<ushort>((long)rows * columns);
        Buffer.MemoryCopy(source, _values.Pointer, _values.Length * sizeof(ushort), _values.Length * sizeof(ushort));
    }

    public override bool IsQuantized => false;

    public override void Multiply(in Activations input, float* output, int stride, int from, int to)
    {
        using var widened = new AlignedMemory<float>(Columns);
        for (var row = from; row < to; row++)
        {
            CopyRow(row, widened.Pointer);
            for (var t = 0; t < input.Tokens; t++)
            {
                output[((long)t * stride) + row] = FloatDot.Dot(widened.Pointer, input.Row(t), Columns);
            }
        }
    }

    public override void CopyRow(int row, float* target)
    {
        var source = new ReadOnlySpan<ushort>(_values.Pointer + ((long)row * Columns), Columns);
        if (_type == GgmlType.F16)
        {
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<ushort, Half>(source), new Span<float>(target, Columns));
            return;
        }

        for (var i = 0; i < Columns; i++)
        {
            target[i] = BFloat16Bits.ToSingle(source[i]);
        }
    }

    public override void Dispose() => _values.Dispose();
}
