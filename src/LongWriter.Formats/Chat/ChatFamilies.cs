using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Chat;

/// <summary>One family of chat templates.</summary>
/// <param name="Marks">Whether a template text is this family's.</param>
internal sealed record ChatFamily(string Jinja, IReadOnlyList<string> SpecialTokens, Func<string, bool> Marks, Func<Tokenizer, ChatTemplate> Create);

/// <summary>The families by name. Each is written out twice, as Jinja and as ids; tests hold the two against each other's golden strings.</summary>
internal static class ChatFamilies
{
    private const string ChatMlJinja =
        "{%- for message in messages %}{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' }}{%- if not loop.last or add_generation_prompt %}{{- '\\n' }}{%- endif %}{%- endfor %}" +
        "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

    private const string Glm4Jinja =
        "{{- '[gMASK]<sop>' }}{%- for message in messages %}{{- '<|' + message['role'] + '|>\\n' + message['content'] }}{%- if loop.last and message['role'] == 'assistant' %}{{- '<|endoftext|>' }}{%- endif %}{%- endfor %}" +
        "{%- if add_generation_prompt %}{{- '<|assistant|>\\n' }}{%- endif %}";

    private const string MistralJinja =
        "{%- set ns = namespace(system='', user=-1) %}{%- for message in messages %}{%- if message['role'] == 'system' %}{%- set ns.system = message['content'] + '\\n\\n' %}{%- elif message['role'] == 'user' %}{%- set ns.user = loop.index0 %}{%- endif %}{%- endfor %}" +
        "{{- bos_token }}{%- for message in messages %}{%- if message['role'] == 'user' %}{{- \"[INST]\" + (ns.system if loop.index0 == ns.user else '') + message['content'] + \"[/INST]\" }}" +
        "{%- elif message['role'] == 'assistant' %}{{- message['content'] + eos_token }}{%- endif %}{%- endfor %}";

    private const string InstJinja =
        "{{- bos_token }}{%- for message in messages %}{%- if message['role'] == 'system' %}{{- '<<SYS>>\\n' + message['content'] + '\\n<</SYS>>\\n\\n' }}{%- elif message['role'] == 'user' %}{{- '[INST]' + message['content'] + '[/INST]' }}" +
        "{%- else %}{{- message['content'] }}{%- if loop.last %}{{- eos_token }}{%- endif %}{%- endif %}{%- endfor %}";

    public static IReadOnlyDictionary<string, ChatFamily> All { get; } = new OrderedDictionary<string, ChatFamily>(StringComparer.Ordinal)
    {
        ["llama3"] = new(ChatTemplate.Llama3Jinja, ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"], Has("<|start_header_id|>"), Llama3),
        ["chatml"] = new(ChatMlJinja, ["<|im_start|>", "<|im_end|>"], Has("<|im_start|>"), ChatMl),
        ["glm4"] = new(Glm4Jinja, ["[gMASK]", "<sop>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>"], jinja => Has("[gMASK]<sop>")(jinja) && !Has("<think>")(jinja), Glm4),
        ["mistral"] = new(MistralJinja, ["<s>", "[INST]", "[/INST]", "</s>"], Has("\"[INST]\" +"), Mistral),
        ["inst"] = new(InstJinja, ["<|begin_of_text|>", "<|end_of_text|>"], Has("'[INST]' + message['content'] + '[/INST]'"), Inst),
    };

    public static string? Recognise(string jinja) => All.FirstOrDefault(family => family.Value.Marks(jinja)).Key;

    private static ChatTemplate Llama3(Tokenizer tokenizer)
    {
        var (begin, start, end, turn) = (Require(tokenizer, "<|begin_of_text|>"), Require(tokenizer, "<|start_header_id|>"), Require(tokenizer, "<|end_header_id|>"), Require(tokenizer, "<|eot_id|>"));
        return Framed(tokenizer, "llama3", turn, [begin], role => [start, .. tokenizer.Encode(role), end, .. tokenizer.Encode("\n\n")], [turn]);
    }

    private static ChatTemplate ChatMl(Tokenizer tokenizer)
    {
        var (start, end) = (Require(tokenizer, "<|im_start|>"), Require(tokenizer, "<|im_end|>"));
        return Framed(tokenizer, "chatml", end, [], role => [start, .. tokenizer.Encode(role + "\n")], [end, .. tokenizer.Encode("\n")]);
    }

    /// <summary>
    /// <c>[gMASK]&lt;sop&gt;&lt;|role|&gt;\ncontent</c>: the next role ends a turn, the end of the text the last one, as in the released
    /// training code. That code learns the line feed after the assistant's role too; here it belongs to the prompt.
    /// </summary>
    private static ChatTemplate Glm4(Tokenizer tokenizer)
    {
        string[] names = ["system", "user", "assistant"];
        var roles = names.ToDictionary(role => role, role => Require(tokenizer, $"<|{role}|>"), StringComparer.Ordinal);
        return Framed(
            tokenizer,
            "glm4",
            Require(tokenizer, "<|endoftext|>"),
            [Require(tokenizer, "[gMASK]"), Require(tokenizer, "<sop>")],
            role => [roles.TryGetValue(role, out var id) ? id : throw new ArgumentException($"the chat template glm4 has no role '{role}'", nameof(tokenizer)), .. tokenizer.Encode("\n")],
            []);
    }

    /// <summary><c>&lt;s&gt;[INST]content[/INST]answer&lt;/s&gt;</c> of the vocabularies without SentencePiece (Nemo and later); a system message stands before the last question.</summary>
    private static ChatTemplate Mistral(Tokenizer tokenizer)
    {
        var (begin, ask, asked, end) = (Require(tokenizer, "<s>"), Require(tokenizer, "[INST]"), Require(tokenizer, "[/INST]"), Require(tokenizer, "</s>"));
        return new ChatTemplate(tokenizer, "mistral", MistralJinja, end, (turns, slots) =>
        {
            var system = string.Concat(turns.Where(turn => turn.Role == "system").TakeLast(1).Select(turn => turn.Content + "\n\n"));
            var last = turns.Count - 1 - turns.Reverse().TakeWhile(turn => turn.Role != "user").Count();
            List<int> ids = [begin];
            for (var i = 0; i < turns.Count; i++)
            {
                ids.AddRange(turns[i].Role switch
                {
                    "user" => [ask, .. tokenizer.Encode((i == last ? system : "") + turns[i].Content, slots), asked],
                    "assistant" => [.. tokenizer.Encode(turns[i].Content, slots), end],
                    _ => [],
                });
            }

            return ids;
        });
    }

    /// <summary>
    /// The paper's form for Llama, <c>[INST]content[/INST]answer</c> with brackets that are ordinary text; only the last answer is
    /// followed by the end of the text, as in the released training code.
    /// </summary>
    private static ChatTemplate Inst(Tokenizer tokenizer)
    {
        var begin = Require(tokenizer, "<|begin_of_text|>");
        return new ChatTemplate(tokenizer, "inst", InstJinja, Require(tokenizer, "<|end_of_text|>"), (turns, slots) =>
        [
            begin,
            .. turns.SelectMany(turn => tokenizer.Encode(
                turn.Role switch { "system" => $"<<SYS>>\n{turn.Content}\n<</SYS>>\n\n", "user" => $"[INST]{turn.Content}[/INST]", _ => turn.Content }, slots)),
        ]);
    }

    /// <summary>Families whose turns all have the same frame.</summary>
    private static ChatTemplate Framed(Tokenizer tokenizer, string family, int endOfTurn, int[] prefix, Func<string, List<int>> header, int[] footer) =>
        new(tokenizer, family, All[family].Jinja, endOfTurn, (turns, slots) =>
        [
            .. prefix,
            .. turns.SelectMany(turn => (List<int>)[.. header(turn.Role), .. tokenizer.Encode(turn.Content, slots), .. footer]),
            .. header("assistant"),
        ]);

    private static Func<string, bool> Has(string marker) => jinja => jinja.Contains(marker, StringComparison.Ordinal);

    private static int Require(Tokenizer tokenizer, string token) =>
        tokenizer.Find(token) ?? throw new ArgumentException($"the vocabulary lacks the special token {token} of the chat template", nameof(tokenizer));
}
