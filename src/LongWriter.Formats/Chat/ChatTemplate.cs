using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Chat;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">system, user or assistant.</param>
public readonly record struct ChatTurn(string Role, string Content);

/// <summary>
/// Turns a conversation into token ids. Families are recognised by markers of the template text that model files carry; they are
/// written out here rather than run as Jinja, and special tokens are placed as ids, so that text can never forge one.
/// </summary>
public sealed class ChatTemplate
{
    /// <summary>Llama 3's template in Jinja, for model files that we write.</summary>
    public const string Llama3Jinja =
        "{{- bos_token }}{%- for message in messages %}{{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + (message['content'] | trim) + '<|eot_id|>' }}{%- endfor %}" +
        "{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{%- endif %}";

    private readonly Tokenizer _tokenizer;
    private readonly int[] _prefix;
    private readonly Func<string, List<int>> _header;
    private readonly int[] _footer;

    private ChatTemplate(Tokenizer tokenizer, string family, int endOfTurn, int[] prefix, Func<string, List<int>> header, int[] footer)
    {
        (_tokenizer, Family, EndOfTurn, _prefix, _header, _footer) = (tokenizer, family, endOfTurn, prefix, header, footer);
    }

    /// <summary>llama3 or chatml.</summary>
    public string Family { get; }

    /// <summary>The token by which the assistant ends its turn.</summary>
    public int EndOfTurn { get; }

    /// <summary>The template of a model file, or null where its family is not known.</summary>
    public static ChatTemplate? Find(Tokenizer tokenizer, string? jinja)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (jinja is null)
        {
            return null;
        }

        if (jinja.Contains("<|start_header_id|>", StringComparison.Ordinal))
        {
            return Llama3(tokenizer);
        }

        return jinja.Contains("<|im_start|>", StringComparison.Ordinal) ? ChatMl(tokenizer) : null;
    }

    /// <summary><c>&lt;|start_header_id|&gt;role&lt;|end_header_id|&gt;\n\ncontent&lt;|eot_id|&gt;</c></summary>
    /// <exception cref="ArgumentException">The vocabulary lacks one of the special tokens.</exception>
    public static ChatTemplate Llama3(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var start = Require(tokenizer, "<|start_header_id|>");
        var end = Require(tokenizer, "<|end_header_id|>");
        var turn = Require(tokenizer, "<|eot_id|>");
        return new ChatTemplate(tokenizer, "llama3", turn, [Require(tokenizer, "<|begin_of_text|>")], role => [start, .. tokenizer.Encode(role), end, .. tokenizer.Encode("\n\n")], [turn]);
    }

    /// <summary><c>&lt;|im_start|&gt;role\ncontent&lt;|im_end|&gt;\n</c></summary>
    /// <exception cref="ArgumentException">The vocabulary lacks one of the special tokens.</exception>
    public static ChatTemplate ChatMl(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var start = Require(tokenizer, "<|im_start|>");
        var end = Require(tokenizer, "<|im_end|>");
        return new ChatTemplate(tokenizer, "chatml", end, [], role => [start, .. tokenizer.Encode(role + "\n")], [end, .. tokenizer.Encode("\n")]);
    }

    /// <summary>Ids of the conversation up to the point where the assistant begins to write.</summary>
    /// <param name="slots">Takes in the words that are no tokens; null spells them.</param>
    public List<int> EncodePrompt(IEnumerable<ChatTurn> turns, WordSlots? slots = null)
    {
        List<int> ids = [.. _prefix];
        foreach (var (role, content) in turns)
        {
            ids.AddRange(_header(role));
            ids.AddRange(_tokenizer.Encode(content.Trim(), slots));
            ids.AddRange(_footer);
        }

        ids.AddRange(_header("assistant"));
        return ids;
    }

    /// <summary>Ids of an assistant's answer as training sees it, its end-of-turn token last.</summary>
    public List<int> EncodeAnswer(string content, WordSlots? slots = null) => [.. _tokenizer.Encode(content, slots), EndOfTurn];

    private static int Require(Tokenizer tokenizer, string token) =>
        tokenizer.Find(token) ?? throw new ArgumentException($"the vocabulary lacks the special token {token} of the chat template", nameof(tokenizer));
}
