using System.Text.Json;
using System.Text.RegularExpressions;

namespace LongWriter.Providers.Pricing;

/// <summary>Reads price tables. People write them by hand: a misspelt name is told, not passed over.</summary>
internal static partial class PriceTableReader
{
    /// <summary>A price above that is a slip of the hand.</summary>
    private const decimal Most = 100_000;

    private static readonly string[] s_known = ["model", "input", "cached_input", "cache_write", "output", "source", "date", "note"];

    /// <exception cref="PriceTableException">It is no price table.</exception>
    public static PriceTable Parse(string path, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Table(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new PriceTableException(path, $"is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}", e);
        }
        catch (FormatException e)
        {
            throw new PriceTableException(path, e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            throw new PriceTableException(path, "has a text with half a character in it (a lone \\ud800 or the like); write the whole of it", e);
        }
    }

    private static PriceTable Table(JsonElement root)
    {
        var entries = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("prices", out var prices) && prices.ValueKind == JsonValueKind.Array ? prices
            : throw new FormatException("has no list named prices; the format is in docs/formats/prices.md");
        var currency = Text(root, "currency", "") ?? "USD";
        var read = entries.EnumerateArray().Select((entry, i) => Price(entry, $"prices[{i}]")).ToList();
        return read.GroupBy(price => price.Model, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new FormatException($"{twice.Key} stands in it twice; leave one of the two out")
            : new PriceTable(currency, read);
    }

    private static ModelPrice Price(JsonElement entry, string where)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{where} is no object; write {{ \"model\": …, \"input\": …, \"output\": … }}");
        }

        if (entry.EnumerateObject().FirstOrDefault(property => !s_known.Contains(property.Name, StringComparer.Ordinal)) is { Value.ValueKind: not JsonValueKind.Undefined } strange)
        {
            throw new FormatException($"{where} has '{strange.Name}', which means nothing; there are {string.Join(", ", s_known)}");
        }

        var model = Text(entry, "model", where);
        if (string.IsNullOrWhiteSpace(model) || model == "*")
        {
            throw new FormatException($"{where} names no model; give its name, or the beginning of it with a * behind");
        }

        var date = Text(entry, "date", where);
        return date is null || Date().IsMatch(date)
            ? new ModelPrice(model, Number(entry, "input", where) ?? throw Missing("input"), Number(entry, "output", where) ?? throw Missing("output"))
            {
                CachedInput = Number(entry, "cached_input", where),
                CacheWrite = Number(entry, "cache_write", where),
                Source = Text(entry, "source", where),
                Date = date,
            }
            : throw new FormatException($"{where}.date is '{date}'; write it as 2026-11 or 2026-11-25");

        FormatException Missing(string name) => new($"{where} ({model}) has no {name} price; give it for a million tokens");
    }

    private static decimal? Number(JsonElement entry, string name, string where) => !entry.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= 0 and <= Most ? number
        : throw new FormatException($"{where}.{name} is {value.GetRawText()}; a price for a million tokens is a number from 0 to {Most}");

    private static string? Text(JsonElement entry, string name, string where) => !entry.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new FormatException($"{where}{(where.Length > 0 ? "." : "")}{name} is no text");

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Date();
}
