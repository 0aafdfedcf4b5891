using LongWriter.Formats.Gguf;

namespace LongWriter.Inference.Tests;

/// <summary>
/// The Llama forward pass in plain loops of doubles, the whole sequence at once and nothing kept. What goes into a product with int8
/// weights is rounded to int8, since that rounding is part of what is asked for. Keys and values are rounded too, and one that lies in
/// the middle between two steps is rounded either way by an error in its last place: attention therefore reads them from
/// <see cref="Stored"/>, which checks what the cache holds and hands it on. Where they are int8, queries and weights are as well.
/// </summary>
internal static class ReferenceLlama
{
    /// <summary>What the cache holds for an exact key (or value) of a layer and position; all key-value heads in a row.</summary>
    public delegate double[] Stored(bool isKey, int layer, int position, double[] exact);

    /// <summary>Logits after the last token.</summary>
    public static double[] Logits(TinyModel model, IReadOnlyList<int> tokens, Stored stored)
    {
        Weights Read(string name) => new(model.Tensors[name].Decoded(), model.Tensors[name].Type == GgmlType.Q8_0);
        var embedding = Read("token_embd.weight");
        double[][] x = [.. tokens.Select(token => Row(embedding.Values, token, TinyModel.Width))];
        foreach (var layer in Enumerable.Range(0, TinyModel.Layers))
        {
            Weights Part(string name) => Read($"blk.{layer}.{name}.weight");
            var mixed = Attend(x, model, Part, (isKey, position, exact) => stored(isKey, layer, position, exact));
            var (norm, gate, up, down) = (Part("ffn_norm"), Part("ffn_gate"), Part("ffn_up"), Part("ffn_down"));
            for (var t = 0; t < x.Length; t++)
            {
                x[t] = Sum(x[t], mixed[t]);
                var normed = Normalise(x[t], norm.Values);
                var (g, u) = (Product(gate, normed), Product(up, normed));
                x[t] = Sum(x[t], Product(down, [.. g.Select((value, i) => value / (1 + Math.Exp(-value)) * u[i])]));
            }
        }

        return Product(model.Tensors.ContainsKey("output.weight") ? Read("output.weight") : embedding, Normalise(x[^1], Read("output_norm.weight").Values));
    }

    private static double[][] Attend(double[][] x, TinyModel model, Func<string, Weights> part, Func<bool, int, double[], double[]> stored)
    {
        const int Size = TinyModel.HeadSize;
        var norm = part("attn_norm");
        var divisors = model.Tensors.GetValueOrDefault("rope_freqs.weight")?.Values;
        double[][] normed = [.. x.Select(row => Normalise(row, norm.Values))];
        var (wq, wk, wv, wo) = (part("attn_q"), part("attn_k"), part("attn_v"), part("attn_output"));
        var bytes = wk.Quantized && wv.Quantized;
        double[][] q = [.. normed.Select((row, t) => Rotate(Product(wq, row), t, divisors)).Select(row => bytes ? Rounded(row) : row)];
        double[][] k = [.. normed.Select((row, t) => stored(true, t, Rotate(Product(wk, row), t, divisors)))];
        double[][] v = [.. normed.Select((row, t) => stored(false, t, Product(wv, row)))];
        var output = new double[x.Length][];
        for (var t = 0; t < x.Length; t++)
        {
            var mixed = new double[TinyModel.Width];
            for (var head = 0; head < TinyModel.Heads; head++)
            {
                var shared = head / (TinyModel.Heads / TinyModel.KeyValueHeads);
                double[] weights = [.. Enumerable.Range(0, t + 1).Select(p =>
                    Math.Exp(Enumerable.Range(0, Size).Sum(i => q[t][(head * Size) + i] * k[p][(shared * Size) + i]) / Math.Sqrt(Size)))];
                var total = weights.Sum();
                double[][] values = [.. v.Take(t + 1).Select(row => row[(shared * Size)..((shared + 1) * Size)])];
                if (bytes)
                {
                    (weights, values) = Steps(weights, values);
                }

                for (var i = 0; i < Size; i++)
                {
                    mixed[(head * Size) + i] = Enumerable.Range(0, t + 1).Sum(p => weights[p] / total * values[p][i]);
                }
            }

            output[t] = Product(wo, mixed);
        }

        return output;
    }

    private static double[] Rotate(double[] row, int position, float[]? divisors)
    {
        var rotated = new double[row.Length];
        for (var i = 0; i < row.Length; i += 2)
        {
            var pair = i % TinyModel.HeadSize / 2;
            var angle = position * Math.Pow(TinyModel.RotaryBase, -2.0 * pair / TinyModel.HeadSize) / (divisors?[pair] ?? 1);
            rotated[i] = (row[i] * Math.Cos(angle)) - (row[i + 1] * Math.Sin(angle));
            rotated[i + 1] = (row[i] * Math.Sin(angle)) + (row[i + 1] * Math.Cos(angle));
        }

        return rotated;
    }

    private static double[] Row(float[] matrix, int row, int columns) => [.. matrix.AsSpan(row * columns, columns).ToArray().Select(value => (double)value)];

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Normalise(double[] x, float[] weight)
    {
        var root = Math.Sqrt((x.Sum(value => value * value) / x.Length) + TinyModel.NormEpsilon);
        return [.. x.Select((value, i) => value / root * weight[i])];
    }

    /// <summary>Blocks of 32 rounded to 127 steps of either sign.</summary>
    private static double[] Rounded(double[] x) => [.. x.Chunk(32).SelectMany(block =>
    {
        var step = block.Max(Math.Abs) / 127;
        return block.Select(value => step > 0 ? Math.Round(value / step) * step : 0);
    })];

    /// <summary>Weights times the steps of their values, in tiles of 32 positions rounded to 127 steps, and the values as whole numbers.</summary>
    private static (double[] Weights, double[][] Values) Steps(double[] weights, double[][] values)
    {
        Assert.Equal(32, TinyModel.HeadSize); // one block, so one step for each value
        double[] steps = [.. values.Select(value => value.Max(Math.Abs) / 127)];
        double[] shares = [.. weights.Select((weight, p) => weight * steps[p]).Chunk(32).SelectMany(Rounded)];
        return (shares, [.. values.Select((value, p) => value.Select(x => steps[p] > 0 ? x / steps[p] : 0).ToArray())]);
    }

    private static double[] Product(Weights matrix, double[] x)
    {
        x = matrix.Quantized ? Rounded(x) : x;
        var output = new double[matrix.Values.Length / x.Length];
        for (var row = 0; row < output.Length; row++)
        {
            for (var i = 0; i < x.Length; i++)
            {
                output[row] += matrix.Values[(row * x.Length) + i] * x[i];
            }
        }

        return output;
    }

    private sealed record Weights(float[] Values, bool Quantized);
}
