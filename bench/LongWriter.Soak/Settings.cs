using System.Globalization;

namespace LongWriter.Soak;

/// <summary>What is measured; client and server are given the same.</summary>
internal sealed record Settings
{
    public int Documents { get; private init; } = 1000;

    /// <summary>Workers that each write a fixed share of the documents one after another, as the released scripts' processes do; 0 to write all at once.</summary>
    public int Split { get; private init; }

    /// <summary>Sections of a document in the mean, and how far a document may be from it either way.</summary>
    public int Sections { get; private init; } = 20;

    public int Spread { get; private init; }

    public int Words { get; private init; } = 500;

    /// <summary>Tokens of a section: 1.35 a word, a usual rate of English.</summary>
    public int Tokens => (int)(Words * 1.35);

    /// <summary>Calls in flight at once; 0 for no limit.</summary>
    public int Limit { get; private init; }

    /// <summary>Seconds to the first token, tokens a second after it, and tokens of one event.</summary>
    public double First { get; private init; } = 0.5;

    public double Rate { get; private init; } = 50;

    public int Chunk { get; private init; } = 4;

    /// <summary>Events of one section, the last one excepted that only says it is finished.</summary>
    public int Pieces => (Tokens + Chunk - 1) / Chunk;

    /// <summary>Seconds from a request to the end of its answer.</summary>
    public double SectionSeconds => First + (Pieces * Chunk / Rate);

    /// <summary>Sections of one document.</summary>
    public int SectionsOf(int document) => Sections + (Spread == 0 ? 0 : (document * 7 % ((2 * Spread) + 1)) - Spread);

    public static Settings Read(IEnumerable<string> arguments)
    {
        var settings = new Settings();
        foreach (var argument in arguments)
        {
            var (name, value) = argument.Split('=', 2) is [var left, var right] ? (left, right) : (argument, "");
            settings = name switch
            {
                "documents" => settings with { Documents = Whole(value) },
                "split" => settings with { Split = Whole(value) },
                "sections" => settings with { Sections = Whole(value) },
                "spread" => settings with { Spread = Whole(value) },
                "words" => settings with { Words = Whole(value) },
                "limit" => settings with { Limit = Whole(value) },
                "first" => settings with { First = double.Parse(value, CultureInfo.InvariantCulture) },
                "rate" => settings with { Rate = double.Parse(value, CultureInfo.InvariantCulture) },
                "chunk" => settings with { Chunk = Whole(value) },
                _ => throw new ArgumentException($"there is no setting '{argument}'", nameof(arguments)),
            };
        }

        return settings;
    }

    private static int Whole(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
