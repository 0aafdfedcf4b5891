using LongWriter.Training.Models;
using LongWriter.Training.Models.Attention;

namespace LongWriter.Training.Tests.Models.Attention;

/// <summary>Attention as its definition says, in fp64, one loop after the other.</summary>
internal static class PlainAttention
{
    /// <param name="rows">Queries, keys and values as <see cref="HeadLayout"/> says.</param>
    /// <param name="slopes">Derivative of what is minimised by every output.</param>
    /// <returns>Outputs, and the derivative by every float of the rows.</returns>
    public static (double[] Outputs, double[] Gradient) Of(DecoderConfig config, int[] lengths, float[] rows, float[] slopes)
    {
        var layout = new HeadLayout(config.Heads, config.KeyValueHeads, config.HeadSize);
        var (outputs, gradient) = (new double[slopes.Length], new double[rows.Length]);
        var first = 0;
        foreach (var length in lengths)
        {
            for (var head = 0; head < layout.Heads; head++)
            {
                Document(config, layout, first, length, head, rows, slopes, outputs, gradient);
            }

            first += length;
        }

        return (outputs, gradient);
    }

    private static void Document(DecoderConfig config, HeadLayout layout, int first, int length, int head, float[] rows, float[] slopes, double[] outputs, double[] gradient)
    {
        var (size, keyHead) = (layout.Size, head / layout.Group);
        double[][] Heads(int place) => [.. Enumerable.Range(first, length).Select(row => Array.ConvertAll(rows[((row * layout.RowWidth) + place)..][..size], value => (double)value))];
        var queries = Heads(layout.Query(head)).Select((x, i) => Turn(config, x, i)).ToArray();
        var keys = Heads(layout.Key(keyHead)).Select((x, i) => Turn(config, x, i)).ToArray();
        var values = Heads(layout.Value(keyHead));
        double[][] queryGradients = [.. queries.Select(x => new double[size])], keyGradients = [.. keys.Select(x => new double[size])];
        for (var i = 0; i < length; i++)
        {
            var scores = keys[..(i + 1)].Select(key => Dot(queries[i], key) / Math.Sqrt(size)).ToArray();
            var greatest = scores.Max();
            var total = scores.Sum(score => Math.Exp(score - greatest));
            var weights = Array.ConvertAll(scores, score => Math.Exp(score - greatest) / total);
            var slope = Array.ConvertAll(slopes[(((first + i) * layout.OutputWidth) + layout.Query(head))..][..size], value => (double)value);
            var weightSlopes = values[..(i + 1)].Select(value => Dot(slope, value)).ToArray();
            var mean = Dot(weights, weightSlopes);
            for (var j = 0; j <= i; j++)
            {
                var scoreSlope = weights[j] * (weightSlopes[j] - mean) / Math.Sqrt(size);
                for (var e = 0; e < size; e++)
                {
                    outputs[((first + i) * layout.OutputWidth) + layout.Query(head) + e] += weights[j] * values[j][e];
                    gradient[((first + j) * layout.RowWidth) + layout.Value(keyHead) + e] += weights[j] * slope[e];
                    queryGradients[i][e] += scoreSlope * keys[j][e];
                    keyGradients[j][e] += scoreSlope * queries[i][e];
                }
            }
        }

        for (var i = 0; i < length; i++)
        {
            // A rotation's transpose is the rotation back.
            var (query, key) = (Turn(config, queryGradients[i], -i), Turn(config, keyGradients[i], -i));
            for (var e = 0; e < size; e++)
            {
                gradient[((first + i) * layout.RowWidth) + layout.Query(head) + e] += query[e];
                gradient[((first + i) * layout.RowWidth) + layout.Key(keyHead) + e] += key[e];
            }
        }
    }

    private static double[] Turn(DecoderConfig config, double[] head, int position)
    {
        var turned = head.ToArray();
        var pair = 0;
        foreach (var frequency in config.Frequencies)
        {
            var (left, right) = config.RotatesNeighbours ? (2 * pair, (2 * pair) + 1) : (pair, pair + (config.RotaryDimensions / 2));
            var (sin, cos) = Math.SinCos(position * frequency);
            turned[left] = (head[left] * cos) - (head[right] * sin);
            turned[right] = (head[right] * cos) + (head[left] * sin);
            pair++;
        }

        return turned;
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
