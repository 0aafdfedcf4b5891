using System.Text.RegularExpressions;

namespace LongWriter.Providers.Pricing;

/// <summary>Prices of models by name. What is not in it is unknown, never free.</summary>
/// <remarks>Its file format is in docs/formats/prices.md.</remarks>
public sealed partial class PriceTable
{
    private readonly Dictionary<string, ModelPrice> _prices;

    internal PriceTable(string currency, IEnumerable<ModelPrice> prices)
    {
        Currency = currency;
        _prices = prices.ToDictionary(price => price.Model, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The prices that ship with the library; each has its source and date.</summary>
    public static PriceTable Embedded { get; } = ReadEmbedded();

    /// <summary>The currency of all prices, as ISO 4217 names it.</summary>
    public string Currency { get; }

    public IReadOnlyCollection<ModelPrice> Prices => _prices.Values;

    /// <summary>Reads a table of one's own.</summary>
    /// <exception cref="PriceTableException">It cannot be read or says something else than prices.</exception>
    public static PriceTable Load(string path)
    {
        try
        {
            return PriceTableReader.Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PriceTableException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>This table with another's prices in place of its own where both have one.</summary>
    /// <exception cref="PriceTableException">The other one is in another currency.</exception>
    public PriceTable With(PriceTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Currency == Currency ? new PriceTable(Currency, other.Prices.UnionBy(Prices, price => price.Model, StringComparer.OrdinalIgnoreCase))
            : throw new PriceTableException("the table", $"is in {other.Currency}, the prices that ship with the tool in {Currency}; put it in {Currency}");
    }

    /// <summary>The price of a model: that of the longest name in the table which stands for it; null where there is none.</summary>
    /// <param name="model">Its name, with or without the provider's before a slash.</param>
    public ModelPrice? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        for (var name = model; ; name = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..])
        {
            var found = _prices.Values.Where(price => StandsFor(price.Model, name)).MaxBy(price => price.Model.Length);
            if (found is not null || !name.Contains('/', StringComparison.Ordinal))
            {
                return found;
            }
        }
    }

    /// <summary>A mini is no version of its big sister: behind a family's name only what marks a version may stand.</summary>
    private static bool StandsFor(string family, string model) => family.EndsWith('*')
        ? model.StartsWith(family[..^1], StringComparison.OrdinalIgnoreCase)
        : model.StartsWith(family, StringComparison.OrdinalIgnoreCase) && Version().IsMatch(model.AsSpan(family.Length));

    private static PriceTable ReadEmbedded()
    {
        using var stream = typeof(PriceTable).Assembly.GetManifestResourceStream("prices.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return PriceTableReader.Parse("prices.json", bytes.ToArray());
    }

    [GeneratedRegex(@"^(?:-\d{4}-\d{2}-\d{2}|-\d{8}|-\d{3,4}|-latest)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}

/// <summary>A price table cannot be used; the message says where and why.</summary>
public sealed class PriceTableException(string path, string problem, Exception? inner = null) : Exception($"{path}: {problem}", inner);
