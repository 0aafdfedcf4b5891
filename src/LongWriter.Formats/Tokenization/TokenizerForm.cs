using System.Text.Json.Nodes;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// What stands around the model in a tokenizer.json: how text is normalized and split, and how tokens are put together again. Two
/// forms are known, byte-level BPE and SentencePiece's; whatever else a file asks for is refused.
/// </summary>
/// <param name="PreTokenizer">The split pattern's name.</param>
/// <param name="Composes">Text is put in normal form C.</param>
/// <param name="SentencePieces">Null for byte-level BPE.</param>
internal sealed record TokenizerForm(string PreTokenizer, bool Composes, SentencePieces? SentencePieces)
{
    private const string Space = "\u2581";

    /// <summary>Text as it is matched is not text as it is written.</summary>
    public bool ChangesText => Composes || SentencePieces is not null;

    /// <exception cref="ModelFileException">The file asks for something that is not known here.</exception>
    public static TokenizerForm Read(string path, JsonNode root)
    {
        var normalizers = Steps(root["normalizer"], "normalizers");
        var splitters = Steps(root["pre_tokenizer"], "pretokenizers");
        var form = splitters is [.., var last] && Type(last) == "ByteLevel"
            ? new TokenizerForm(ByteLevel(path, splitters), Composing(path, normalizers), null)
            : new TokenizerForm(Tokenization.PreTokenizer.None, false, new SentencePieces(Leading(path, normalizers, splitters), splitters is [var metaspace] && Flag(metaspace, "split", true)));
        string[] decoders = [.. Steps(root["decoder"], "decoders").Select(Text)];
        return decoders.SequenceEqual(Decoders(form).Select(Text), StringComparer.Ordinal)
            ? form
            : throw new ModelFileException(path, $"puts tokens together by {Names(decoders)}, which is not known here (ByteLevel, and Replace, ByteFallback, Fuse and Strip of '{Space}' are)");
    }

    /// <summary>The three members of the root that say this.</summary>
    public void Write(JsonObject root)
    {
        root["normalizer"] = Composes ? Step("NFC") : SentencePieces switch
        {
            { Leading: LeadingSpace.Added } => Sequence("normalizers", Step("Prepend", ("prepend", Space)), Replace(" ", Space)),
            { Leading: LeadingSpace.None, Splits: false } => Replace(" ", Space),
            _ => null,
        };
        root["pre_tokenizer"] = SentencePieces switch
        {
            null => Sequence(
                "pretokenizers",
                Step("Split", ("pattern", new JsonObject { ["Regex"] = Tokenization.PreTokenizer.Find(PreTokenizer)!.Pattern }), ("behavior", "Isolated"), ("invert", false)),
                Step("ByteLevel", ("add_prefix_space", false), ("trim_offsets", true), ("use_regex", false))),
            { Leading: LeadingSpace.Added } or { Leading: LeadingSpace.None, Splits: false } => null,
            { Leading: var leading, Splits: var splits } => Step("Metaspace", ("replacement", Space), ("prepend_scheme", leading switch { LeadingSpace.First => "first", LeadingSpace.Always => "always", _ => "never" }), ("split", splits)),
        };
        root["decoder"] = Decoders(this) is [var one] ? one : Sequence("decoders", [.. Decoders(this)]);
    }

    private static JsonObject[] Decoders(TokenizerForm form) => form.SentencePieces switch
    {
        null => [Step("ByteLevel", ("add_prefix_space", true), ("trim_offsets", true), ("use_regex", true))],
        { Leading: LeadingSpace.None } => [Replace(Space, " "), Step("ByteFallback"), Step("Fuse")],
        _ => [Replace(Space, " "), Step("ByteFallback"), Step("Fuse"), Step("Strip", ("content", " "), ("start", 1), ("stop", 0))],
    };

    private static string ByteLevel(string path, List<JsonNode> splitters)
    {
        if (Flag(splitters[^1], "add_prefix_space", false))
        {
            throw new ModelFileException(path, "puts a space before every text (add_prefix_space), which is not supported in byte-level vocabularies");
        }

        var name = splitters switch
        {
            [var bytes] when Flag(bytes, "use_regex", true) => Tokenization.PreTokenizer.Gpt2,
            [var split, var bytes] when !Flag(bytes, "use_regex", true) && IsPlain(split) => Tokenization.PreTokenizer.Of(split["pattern"]?["Regex"]?.GetValue<string>() ?? "")?.Name,
            _ => null,
        };
        return name ?? throw new ModelFileException(path, $"splits text by a pattern that is not known here ({string.Join(", ", Tokenization.PreTokenizer.Names)} are)");
    }

    /// <summary>The published patterns leave nothing of a text over: what they match, and what is cut there, are the same pieces.</summary>
    private static bool IsPlain(JsonNode split) => Type(split) == "Split" && (split["behavior"]?.GetValue<string>(), Flag(split, "invert", false)) is ("Isolated", false) or ("Removed", true);

    private static bool Composing(string path, List<JsonNode> normalizers) => normalizers switch
    {
        [] => false,
        [var one] when Type(one) == "NFC" => true,
        _ => throw Unknown(path, normalizers),
    };

    private static LeadingSpace Leading(string path, List<JsonNode> normalizers, List<JsonNode> splitters)
    {
        if (splitters is [var metaspace] && Type(metaspace) == "Metaspace" && metaspace["replacement"]?.GetValue<string>() is null or Space)
        {
            var scheme = metaspace["prepend_scheme"]?.GetValue<string>() ?? (Flag(metaspace, "add_prefix_space", true) ? "always" : "never");
            return normalizers.Count > 0 ? throw Unknown(path, normalizers) : scheme switch
            {
                "first" => LeadingSpace.First,
                "always" => LeadingSpace.Always,
                "never" => LeadingSpace.None,
                _ => throw new ModelFileException(path, $"puts a space before text by the scheme '{scheme}', which is not known here"),
            };
        }

        if (splitters.Count > 0)
        {
            throw new ModelFileException(path, $"splits text by {Names(splitters.Select(Text))}, a pattern that is not known here");
        }

        var replace = Text(Replace(" ", Space));
        return normalizers.Select(Text).ToList() switch
        {
            [var first, var second] when first == Text(Step("Prepend", ("prepend", Space))) && second == replace => LeadingSpace.Added,
            [var only] when only == replace => LeadingSpace.None,
            [] => throw new ModelFileException(path, "neither splits text by a pattern that is known here nor writes spaces as SentencePiece does"),
            _ => throw Unknown(path, normalizers),
        };
    }

    private static ModelFileException Unknown(string path, List<JsonNode> normalizers) =>
        new(path, $"normalizes text by {Names(normalizers.Select(Text))}, which is not known here (NFC, and Prepend and Replace of '{Space}' are)");

    private static string Names(IEnumerable<string> steps) => string.Join(", ", steps.Select(step => step.Split('(')[0]).DefaultIfEmpty("nothing"));

    private static List<JsonNode> Steps(JsonNode? node, string inner) => node is null ? []
        : Type(node) != "Sequence" ? [node]
        : [.. (node[inner]?.AsArray() ?? []).Select(step => step ?? throw new FormatException("a value is missing"))];

    private static string Type(JsonNode node) => node["type"]?.GetValue<string>() ?? throw new FormatException("a step has no 'type'");

    private static bool Flag(JsonNode node, string name, bool otherwise) => node[name]?.GetValue<bool>() ?? otherwise;

    /// <summary>A step as one line; the options of ByteLevel concern offsets once it is a decoder.</summary>
    private static string Text(JsonNode step) => Type(step) switch
    {
        "Replace" => $"Replace({step["pattern"]?["String"]}, {step["content"]})",
        "Prepend" => $"Prepend({step["prepend"]})",
        "Strip" => $"Strip({step["content"]}, {step["start"]}, {step["stop"]})",
        var type => type,
    };

    private static JsonObject Step(string type, params ReadOnlySpan<(string Name, JsonNode Value)> options)
    {
        var step = new JsonObject { ["type"] = type };
        foreach (var (name, value) in options)
        {
            step[name] = value;
        }

        return step;
    }

    private static JsonObject Replace(string what, string by) => Step("Replace", ("pattern", new JsonObject { ["String"] = what }), ("content", by));

    private static JsonObject Sequence(string inner, params JsonObject[] steps) => Step("Sequence", (inner, new JsonArray([.. steps])));
}
