using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

/// <summary>A small vocabulary of a published form and what Hugging Face's tokenizers make of texts with it, written by eng/tokenizer-fixtures.mjs.</summary>
internal sealed record TokenizerFixture(JsonObject Json, Tokenizer Tokenizer, IReadOnlyList<(string Text, int[] Ids, string Decoded)> Cases, IReadOnlyList<(string Template, string Text, int[] Ids)> Chats)
{
    public static readonly IReadOnlyList<string> Names = ["llama-3", "qwen", "glm-4", "mistral-nemo", "gpt-2", "llama-2", "mistral-v3", "metaspace-always-split"];

    public static TokenizerFixture Load(string name)
    {
        using var stream = typeof(TokenizerFixture).Assembly.GetManifestResourceStream(name)!;
        var root = JsonNode.Parse(stream)!;
        var json = root["tokenizer"]!.DeepClone().AsObject();
        using var folder = new TempFolder();
        var tokenizer = TokenizerJson.LoadTokenizer(folder.Write("tokenizer.json", json.ToJsonString()));
        return new TokenizerFixture(
            json,
            tokenizer,
            [.. root["cases"]!.AsArray().Select(one => ((string)one!["text"]!, one["ids"].Deserialize<int[]>()!, (string)one["decoded"]!))],
            [.. root["chats"]!.AsArray().Select(one => ((string)one!["template"]!, (string)one["text"]!, one["ids"].Deserialize<int[]>()!))]);
    }
}
