namespace LongWriter.Formats.Gguf;

/// <summary>
/// The key-value pairs of a GGUF header. Integers are held as <see cref="long"/> (64-bit unsigned as <see cref="ulong"/>), floats as
/// <see cref="double"/>, string arrays as <see cref="string"/>[], other arrays as <see cref="object"/>[].
/// </summary>
public sealed class GgufMetadata(string path, IReadOnlyDictionary<string, object> pairs)
{
    public IReadOnlyDictionary<string, object> Pairs { get; } = pairs;

    public string? GetString(string key) => Pairs.GetValueOrDefault(key) as string;

    public bool GetBoolean(string key, bool otherwise) => Pairs.GetValueOrDefault(key) is bool value ? value : otherwise;

    public long GetInt64(string key, long otherwise) => Pairs.GetValueOrDefault(key) switch
    {
        long value => value,
        ulong value and <= long.MaxValue => (long)value,
        null => otherwise,
        _ => throw new ModelFileException(path, $"metadata '{key}' is not an integer"),
    };

    public double GetDouble(string key, double otherwise) => Pairs.GetValueOrDefault(key) switch
    {
        double value => value,
        null => otherwise,
        _ => throw new ModelFileException(path, $"metadata '{key}' is not a number"),
    };

    /// <summary>An integer between the bounds.</summary>
    /// <exception cref="ModelFileException">It is absent or out of range.</exception>
    public int GetRequired(string key, int least, int most)
    {
        var value = GetInt64(key, long.MinValue);
        return value >= least && value <= most
            ? (int)value
            : throw new ModelFileException(path, value == long.MinValue ? $"metadata '{key}' is missing" : $"metadata '{key}' is {value}; {least} to {most} is possible");
    }

    /// <summary>An array of strings.</summary>
    /// <exception cref="ModelFileException">It is absent or of another type.</exception>
    public string[] GetRequiredStrings(string key) =>
        Pairs.GetValueOrDefault(key) as string[] ?? throw new ModelFileException(path, $"metadata '{key}' is missing or not an array of strings");

    /// <summary>An array of integers, or null where the key is absent.</summary>
    public long[]? GetIntegers(string key) => Pairs.GetValueOrDefault(key) switch
    {
        object[] values => [.. values.Select(v => v is long l ? l : throw new ModelFileException(path, $"metadata '{key}' is not an array of integers"))],
        null => null,
        _ => throw new ModelFileException(path, $"metadata '{key}' is not an array of integers"),
    };

    /// <summary>An array of numbers, or null where the key is absent.</summary>
    public double[]? GetReals(string key) => Pairs.GetValueOrDefault(key) switch
    {
        object[] values => [.. values.Select(v => v is double number ? number : throw new ModelFileException(path, $"metadata '{key}' is not an array of numbers"))],
        null => null,
        _ => throw new ModelFileException(path, $"metadata '{key}' is not an array of numbers"),
    };
}
