using System.Numerics.Tensors;

namespace LongWriter.Training.Tests;

/// <summary>Comparisons of many numbers at once.</summary>
internal static class Near
{
    /// <summary>‖actual − expected‖ / ‖expected‖</summary>
    public static double RelativeError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0, size = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow((double)actual[i] - expected[i], 2);
            size += Math.Pow(expected[i], 2);
        }

        Assert.True(size > 0, "nothing to compare with: all expected numbers are 0");
        return Math.Sqrt(difference / size);
    }

    /// <summary>‖actual − expected‖ / ‖expected‖</summary>
    public static double RelativeError(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.True(TensorPrimitives.Norm(expected) > 0, "nothing to compare with: all expected numbers are 0");
        return TensorPrimitives.Distance(expected, actual) / TensorPrimitives.Norm(expected);
    }

    public static void Equal(IReadOnlyDictionary<string, double[]> expected, IReadOnlyDictionary<string, double[]> actual, double relative)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, pair => Assert.InRange(RelativeError(pair.Value, actual[pair.Key]), 0, relative));
    }

    /// <summary>fp32 against fp64.</summary>
    public static void Equal(double[] expected, float[] actual, double relative) =>
        Assert.InRange(RelativeError(expected, Array.ConvertAll(actual, value => (double)value)), 0, relative);

    public static void Equal(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual} is not {expected} within {relative}");

    public static void Equal(IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> actual, double relative)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (name, values) in expected)
        {
            var error = RelativeError(values, actual[name]);
            Assert.True(error <= relative, $"{name} differs by {error}");
        }
    }
}
