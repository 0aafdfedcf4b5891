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

    private const string MistralSystem =
        "{%- set ns = namespace(system='', user=-1) %}{%- for message in messages %}{%- if message['role'] == 'system' %}{%- set ns.system = message['content'] + '\\n\\n' %}{%- elif message['role'] == 'user' %}{%- set ns.user = loop.index0 %}{%- endif %}{%- endfor %}";

    private const string MistralJinja = MistralSystem +
        "{{- bos_token }}{%- for message in messages %}{%- if message['role'] == 'user' %}{{- \"[INST]\" + (ns.system if loop.index0 == ns.user else '') + message['content'] + \"[/INST]\" }}" +
        "{%- elif message['role'] == 'assistant' %}{{- message['content'] + eos_token }}{%- endif %}{%- endfor %}";

    private const string MistralV3Jinja = MistralSystem +
        "{{- bos_token }}{%- for message in messages %}{%- if message['role'] == 'user' %}{{- \"[INST] \" + (ns.system if loop.index0 == ns.user else '') + message['content'] + \"[/INST]\" }}" +
        "{%- elif message['role'] == 'assistant' %}{{- \" \" + message[\"content\"] + eos_token }}{%- endif %}{%- endfor %}";

    private const string MistralV1Jinja =
        "{%- set ns = namespace(system='') %}{{- bos_token }}{%- for message in messages %}{%- if message['role'] == 'system' %}{%- set ns.system = message['content'] + '\\n\\n' %}" +
        "{%- elif message['role'] == 'user' %}{{- \"[INST] \" + ns.system + message['content'] + \" [/INST]\" }}{%- set ns.system = '' %}" +
        "{%- elif message['role'] == 'assistant' %}{{- \" \" + message[\"content\"] + eos_token }}{%- endif %}{%- endfor %}";

    private const string Llama2Jinja =
        "{%- set ns = namespace(system='') %}{%- for message in messages %}{%- if message['role'] == 'system' %}{%- set ns.system = '<<SYS>>\\n' + message['content'] + '\\n<</SYS>>\\n\\n' %}" +
        "{%- elif message['role'] == 'user' %}{{- bos_token + '[INST] ' + ns.system + message['content'] + ' [/INST]' }}{%- set ns.system = '' %}" +
        "{%- elif message['role'] == 'assistant' %}{{- ' ' + message['content'] + ' ' + eos_token }}{%- endif %}{%- endfor %}";

    private const string InstJinja =
        "{{- bos_token }}{%- for message in messages %}{%- if message['role'] == 'system' %}{{- '<<SYS>>\\n' + message['content'] + '\\n<</SYS>>\\n\\n' }}{%- elif message['role'] == 'user' %}{{- '[INST]' + message['content'] + '[/INST]' }}" +
        "{%- else %}{{- message['content'] }}{%- if loop.last %}{{- eos_token }}{%- endif %}{%- endif %}{%- endfor %}";

    public static IReadOnlyDictionary<string, ChatFamily> All { get; } = new OrderedDictionary<string, ChatFamily>(StringComparer.Ordinal)
    {
        ["llama3"] = new(ChatTemplate.Llama3Jinja, ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"], Has("<|start_header_id|>"), Llama3),
        ["chatml"] = new(ChatMlJinja, ["<|im_start|>", "<|im_end|>"], Has("<|im_start|>"), ChatMl),
        ["glm4"] = new(Glm4Jinja, ["[gMASK]", "<sop>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>"], jinja => Has("[gMASK]<sop>")(jinja) && !Has("<think>")(jinja), Glm4),
        ["mistral"] = new(MistralJinja, ["<s>", "[INST]", "[/INST]", "</s>"], Has("\"[INST]\" +"), tokenizer => Bracketed(tokenizer, "mistral", "")),
        ["mistral-v3"] = new(MistralV3Jinja, ["<s>", "[INST]", "[/INST]", "</s>"], jinja => Has("\"[INST] \" +")(jinja) && Has("+ \"[/INST]\"")(jinja), tokenizer => Bracketed(tokenizer, "mistral-v3", " ")),
        ["mistral-v1"] = new(MistralV1Jinja, ["<s>", "</s>"], jinja => Has("\"[INST] \" +")(jinja) && Has("\" [/INST]\"")(jinja) && Has("\" \" + message[\"content\"]")(jinja), MistralV1),
        ["llama2"] = new(Llama2Jinja, ["<s>", "</s>"], jinja => Has("<<SYS>>")(jinja) && Has("' [/INST]'")(jinja), Llama2),
        ["inst"] = new(InstJinja, ["<|begin_of_text|>", "<|end_of_text|>"], Has("'[INST]' + message['content'] + '[/INST]'"), Inst),
    };

    public static string? Recognise(string jinja) => All.FirstOrDefault(family => family.Value.Marks(jinja)).Key;

    private static ChatTemplate Llama3(Tokenizer tokenizer)
    {
        var (begin, start, end, turn) = (Require(tokenizer, "<|begin_of_text|>"), Require(tokenizer, "<|start_header_id|>"), Require(tokenizer, "<|end_header_id|>"), Require(tokenizer, "<|eot_id|>"));
        return Framed(tokenizer, "llama3", turn, [begin], role => [start, .. tokenizer.Encode(role, place: TextPlace.AfterSpecial), end, .. tokenizer.Encode("\n\n", place: TextPlace.AfterSpecial)], [turn]);
    }

    private static ChatTemplate ChatMl(Tokenizer tokenizer)
    {
        var (start, end) = (Require(tokenizer, "<|im_start|>"), Require(tokenizer, "<|im_end|>"));
        return Framed(tokenizer, "chatml", end, [], role => [start, .. tokenizer.Encode(role + "\n", place: TextPlace.AfterSpecial)], [end, .. tokenizer.Encode("\n", place: TextPlace.AfterSpecial)]);
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
            role => [roles.TryGetValue(role, out var id) ? id : throw new ArgumentException($"the chat template glm4 has no role '{role}'", nameof(tokenizer)), .. tokenizer.Encode("\n", place: TextPlace.AfterSpecial)],
            []);
    }

    /// <summary>
    /// <c>&lt;s&gt;[INST]content[/INST]answer&lt;/s&gt;</c>, a system message before the last question: the vocabularies without
    /// SentencePiece (Nemo and later), and those of version 3, which put a space before content and answer.
    /// </summary>
    private static ChatTemplate Bracketed(Tokenizer tokenizer, string family, string space)
    {
        var (begin, ask, asked, end) = (Require(tokenizer, "<s>"), Require(tokenizer, "[INST]"), Require(tokenizer, "[/INST]"), Require(tokenizer, "</s>"));
        return new ChatTemplate(
            family,
            All[family].Jinja,
            end,
            (turns, slots) =>
            {
                var system = string.Concat(turns.Where(turn => turn.Role == "system").TakeLast(1).Select(turn => turn.Content + "\n\n"));
                var last = turns.Count - 1 - turns.Reverse().TakeWhile(turn => turn.Role != "user").Count();
                List<int> ids = [begin];
                for (var i = 0; i < turns.Count; i++)
                {
                    ids.AddRange(turns[i].Role switch
                    {
                        "user" => [ask, .. tokenizer.Encode(space + (i == last ? system : "") + turns[i].Content, slots, TextPlace.AfterSpecial), asked],
                        "assistant" => [.. Answer(turns[i].Content, slots), end],
                        _ => [],
                    });
                }

                return ids;
            },
            Answer);

        List<int> Answer(string content, WordSlots? slots) => tokenizer.Encode(space + content, slots, TextPlace.AfterSpecial);
    }

    /// <summary><c>&lt;s&gt;[INST] content [/INST] answer&lt;/s&gt;</c> of Mistral 7B v0.1 and v0.2, the brackets ordinary text; a system message stands before the question after it.</summary>
    private static ChatTemplate MistralV1(Tokenizer tokenizer) => Written(tokenizer, "mistral-v1", text => text + "\n\n", "", beginsOnce: true);

    /// <summary><c>&lt;s&gt;[INST] &lt;&lt;SYS&gt;&gt;\nsystem\n&lt;&lt;/SYS&gt;&gt;\n\ncontent [/INST] answer &lt;/s&gt;</c>, each question a new beginning, the brackets ordinary text.</summary>
    private static ChatTemplate Llama2(Tokenizer tokenizer) => Written(tokenizer, "llama2", text => $"<<SYS>>\n{text}\n<</SYS>>\n\n", " ", beginsOnce: false);

    private static ChatTemplate Written(Tokenizer tokenizer, string family, Func<string, string> system, string tail, bool beginsOnce)
    {
        var (begin, end) = (Require(tokenizer, "<s>"), Require(tokenizer, "</s>"));
        return new ChatTemplate(
            family,
            All[family].Jinja,
            end,
            (turns, slots) =>
            {
                List<int> ids = beginsOnce ? [begin] : [];
                var told = "";
                foreach (var turn in turns)
                {
                    if (turn.Role == "user")
                    {
                        ids.AddRange(beginsOnce ? [] : [begin]);
                        ids.AddRange(tokenizer.Encode($"[INST] {told}{turn.Content} [/INST]", slots, TextPlace.AfterSpecial));
                    }
                    else if (turn.Role == "assistant")
                    {
                        ids.AddRange([.. Answer(turn.Content, slots), end]);
                    }

                    told = turn.Role switch { "system" => system(turn.Content), "user" => "", _ => told };
                }

                return ids;
            },
            Answer);

        List<int> Answer(string content, WordSlots? slots) => tokenizer.Encode($" {content}{tail}", slots, TextPlace.WithinText);
    }

    /// <summary>
    /// The paper's form for Llama, <c>[INST]content[/INST]answer</c> with brackets that are ordinary text; only the last answer is
    /// followed by the end of the text, as in the released training code.
    /// </summary>
    private static ChatTemplate Inst(Tokenizer tokenizer)
    {
        var begin = Require(tokenizer, "<|begin_of_text|>");
        return new ChatTemplate(
            "inst",
            InstJinja,
            Require(tokenizer, "<|end_of_text|>"),
            (turns, slots) =>
            [
                begin,
                .. turns.SelectMany(turn => tokenizer.Encode(
                    turn.Role switch { "system" => $"<<SYS>>\n{turn.Content}\n<</SYS>>\n\n", "user" => $"[INST]{turn.Content}[/INST]", _ => turn.Content }, slots)),
            ],
            (content, slots) => tokenizer.Encode(content, slots));
    }

    /// <summary>Families whose turns all have the same frame, which ends in text before the content.</summary>
    private static ChatTemplate Framed(Tokenizer tokenizer, string family, int endOfTurn, int[] prefix, Func<string, List<int>> header, int[] footer)
    {
        return new ChatTemplate(
            family,
            All[family].Jinja,
            endOfTurn,
            (turns, slots) =>
            [
                .. prefix,
                .. turns.SelectMany(turn => (List<int>)[.. header(turn.Role), .. Content(turn.Content, slots), .. footer]),
                .. header("assistant"),
            ],
            Content);

        List<int> Content(string content, WordSlots? slots) => tokenizer.Encode(content, slots, TextPlace.WithinText);
    }

    private static Func<string, bool> Has(string marker) => jinja => jinja.Contains(marker, StringComparison.Ordinal);

    private static int Require(Tokenizer tokenizer, string token) =>
        tokenizer.Find(token) ?? throw new ArgumentException($"the vocabulary lacks the special token {token} of the chat template", nameof(tokenizer));
}
