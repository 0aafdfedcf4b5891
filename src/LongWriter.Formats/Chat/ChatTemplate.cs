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

    private readonly Func<IReadOnlyList<ChatTurn>, WordSlots?, List<int>> _prompt;
    private readonly Func<string, WordSlots?, List<int>> _answer;

    /// <param name="prompt">Ids of trimmed turns, up to where the assistant begins.</param>
    /// <param name="answer">Ids of an answer, without the end of the turn.</param>
    internal ChatTemplate(string family, string jinja, int endOfTurn, Func<IReadOnlyList<ChatTurn>, WordSlots?, List<int>> prompt, Func<string, WordSlots?, List<int>> answer)
    {
        (Family, Jinja, EndOfTurn, _prompt, _answer) = (family, jinja, endOfTurn, prompt, answer);
    }

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ChatFamilies.All.Keys];

    /// <summary>One of <see cref="Names"/>.</summary>
    public string Family { get; }

    /// <summary>The family's template in Jinja, for model files and for other engines; it places the same tokens.</summary>
    public string Jinja { get; }

    /// <summary>The token by which the assistant ends its turn.</summary>
    public int EndOfTurn { get; }

    /// <summary>The template of a model file, or null where its family is not known.</summary>
    /// <exception cref="ArgumentException">The family is known, but the vocabulary lacks one of its special tokens.</exception>
    public static ChatTemplate? Find(Tokenizer tokenizer, string? jinja)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return jinja is not null && ChatFamilies.Recognise(jinja) is { } name ? Named(tokenizer, name) : null;
    }

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The name is none of them, or the vocabulary lacks a special token of the template.</exception>
    public static ChatTemplate Named(Tokenizer tokenizer, string name)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(name);
        return ChatFamilies.All.TryGetValue(name, out var family)
            ? family.Create(tokenizer)
            : throw new ArgumentException($"there is no chat template '{name}'; known are {string.Join(", ", Names)}", nameof(name));
    }

    /// <summary>A family's template in Jinja, without a vocabulary at hand.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    public static string JinjaOf(string name) => ChatFamilies.All.TryGetValue(name, out var family)
        ? family.Jinja
        : throw new ArgumentException($"there is no chat template '{name}'; known are {string.Join(", ", Names)}", nameof(name));

    /// <summary>The special tokens that a family's template places by name: text of a conversation should not spell them. The end of the assistant's turn is the last.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    public static IReadOnlyList<string> SpecialTokensOf(string name) => ChatFamilies.All.TryGetValue(name, out var family)
        ? family.SpecialTokens
        : throw new ArgumentException($"there is no chat template '{name}'; known are {string.Join(", ", Names)}", nameof(name));

    /// <summary><c>&lt;|start_header_id|&gt;role&lt;|end_header_id|&gt;\n\ncontent&lt;|eot_id|&gt;</c></summary>
    /// <exception cref="ArgumentException">The vocabulary lacks one of the special tokens.</exception>
    public static ChatTemplate Llama3(Tokenizer tokenizer) => Named(tokenizer, "llama3");

    /// <summary><c>&lt;|im_start|&gt;role\ncontent&lt;|im_end|&gt;\n</c></summary>
    /// <exception cref="ArgumentException">The vocabulary lacks one of the special tokens.</exception>
    public static ChatTemplate ChatMl(Tokenizer tokenizer) => Named(tokenizer, "chatml");

    /// <summary>Ids of the conversation up to the point where the assistant begins to write.</summary>
    /// <param name="slots">Takes in the words that are no tokens; null spells them.</param>
    public List<int> EncodePrompt(IEnumerable<ChatTurn> turns, WordSlots? slots = null) =>
        _prompt([.. turns.Select(turn => turn with { Content = turn.Content.Trim() })], slots);

    /// <summary>Ids of an assistant's answer as training sees it, its end-of-turn token last.</summary>
    public List<int> EncodeAnswer(string content, WordSlots? slots = null) => [.. _answer(content, slots), EndOfTurn];
}
