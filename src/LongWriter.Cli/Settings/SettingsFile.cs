using System.Text;
using System.Text.Json;

namespace LongWriter.Cli.Settings;

/// <summary>
/// A file of settings: one JSON object, names and values as the options have them. Read strictly: what is not known, of the wrong type or
/// said twice is refused, since a setting that is silently passed over would be looked for elsewhere.
/// </summary>
/// <param name="Values">What it says, by name, with the line that says it.</param>
internal sealed record SettingsFile(string Path, IReadOnlyDictionary<string, (string Value, int Line)> Values)
{
    private static readonly string[] s_namesOfKeys = ["key", "secret", "token", "password", "credential"];
    private static readonly string[] s_beginningsOfKeys = ["sk-", "sk_", "xai-", "gsk_", "hf_", "AIza", "Bearer "];

    /// <summary>Shorter text that begins like a key may be a name.</summary>
    private const int ShortestKey = 20;

    /// <exception cref="UsageException">The file cannot be read or used; the message has file, line and what is wrong.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the settings {path}: {e.Message}", e);
        }
    }

    /// <param name="path">Named in messages.</param>
    /// <exception cref="UsageException">As for <see cref="Read"/>.</exception>
    public static SettingsFile Parse(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            RefuseKeys(path, bytes);
            return new SettingsFile(path, ReadValues(path, bytes));
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}:{e.LineNumber + 1}: this is no sound JSON: {Setting.Shown(e.Message.Split(" LineNumber:")[0])}", e);
        }
    }

    private static Dictionary<string, (string Value, int Line)> ReadValues(string path, ReadOnlySpan<byte> bytes)
    {
        var values = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unusable(path, bytes, reader, "settings are one JSON object, such as { \"template\": \"paper\" }");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(path, bytes, reader);
            var setting = Setting.All.FirstOrDefault(known => known.Name == name)
                ?? throw Unusable(path, bytes, reader, $"{Setting.Shown(name)} is no setting; {string.Join(", ", Setting.All.Select(known => known.Name))} are");
            if (values.ContainsKey(name))
            {
                throw Unusable(path, bytes, reader, $"{name} is said twice");
            }

            reader.Read();
            if (reader.TokenType != (setting.IsNumber ? JsonTokenType.Number : JsonTokenType.String))
            {
                throw Unusable(path, bytes, reader, $"{name} is to be {(setting.IsNumber ? "a number" : "text in quotes")}");
            }

            var value = setting.IsNumber ? Encoding.UTF8.GetString(reader.ValueSpan) : Text(path, bytes, reader);
            if (setting.Problem(value) is { } problem)
            {
                throw Unusable(path, bytes, reader, $"{name} {Setting.Shown(value)}: {problem}");
            }

            values[name] = (value, Line(bytes, reader));
        }

        // What follows the object is no part of it; the reader throws where there is anything.
        reader.Read();
        return values;
    }

    /// <summary>Looks for keys at any depth before anything else is said about the file, so that no one mends the file and leaves the key in it.</summary>
    private static void RefuseKeys(string path, ReadOnlySpan<byte> bytes)
    {
        const string Advice = "keys are taken from the environment alone, never from a file; take it out";
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
            {
                continue;
            }

            var text = Text(path, bytes, reader);
            if (reader.TokenType == JsonTokenType.PropertyName && Setting.All.All(known => known.Name != text) && s_namesOfKeys.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                throw Unusable(path, bytes, reader, $"{Setting.Shown(text)} looks like the name of a key; {Advice}");
            }

            if (text.Length >= ShortestKey && s_beginningsOfKeys.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal)))
            {
                throw Unusable(path, bytes, reader, $"this looks like a key; {Advice}");
            }
        }
    }

    private static string Text(string path, ReadOnlySpan<byte> bytes, in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Unusable(path, bytes, reader, "half a character stands in this text");
        }
    }

    private static UsageException Unusable(string path, ReadOnlySpan<byte> bytes, in Utf8JsonReader reader, string problem) => new($"{path}:{Line(bytes, reader)}: {problem}");

    private static int Line(ReadOnlySpan<byte> bytes, in Utf8JsonReader reader) => 1 + bytes[..(int)reader.TokenStartIndex].Count((byte)'\n');
}
