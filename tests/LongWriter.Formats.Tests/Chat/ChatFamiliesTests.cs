using LongWriter.Formats.Chat;
using LongWriter.Formats.Tests.Tokenization;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Chat;

/// <summary>
/// Golden strings of every family. The Jinja texts give the same in Jinja2 and in @huggingface/jinja 0.5.11, and so do the published
/// templates of Llama 3 and Qwen3 there.
/// </summary>
public class ChatFamiliesTests
{
    private static readonly string[] s_special = [.. ChatTemplate.Names.SelectMany(ChatTemplate.SpecialTokensOf).Distinct()];
    private static readonly Tokenizer s_tokenizer = new(TestVocabulary.Create(special: s_special));

    private static readonly ChatTurn[] s_turns = [new("system", "Be kind"), new("user", " Hi\n"), new("assistant", "Hello"), new("user", "Bye")];

    public static TheoryData<string, string, string> Golden => new()
    {
        {
            "llama3",
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe kind<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
            "So long<|eot_id|>"
        },
        { "chatml", "<|im_start|>system\nBe kind<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n", "So long<|im_end|>" },
        { "glm4", "[gMASK]<sop><|system|>\nBe kind<|user|>\nHi<|assistant|>\nHello<|user|>\nBye<|assistant|>\n", "So long<|endoftext|>" },
        { "mistral", "<s>[INST]Hi[/INST]Hello</s>[INST]Be kind\n\nBye[/INST]", "So long</s>" },
        { "mistral-v3", "<s>[INST] Hi[/INST] Hello</s>[INST] Be kind\n\nBye[/INST]", " So long</s>" },
        { "mistral-v1", "<s>[INST] Be kind\n\nHi [/INST] Hello</s>[INST] Bye [/INST]", " So long</s>" },
        { "llama2", "<s>[INST] <<SYS>>\nBe kind\n<</SYS>>\n\nHi [/INST] Hello </s><s>[INST] Bye [/INST]", " So long </s>" },
        { "inst", "<|begin_of_text|><<SYS>>\nBe kind\n<</SYS>>\n\n[INST]Hi[/INST]Hello[INST]Bye[/INST]", "So long<|end_of_text|>" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void A_conversation_reads_like_this(string name, string prompt, string answer)
    {
        var template = ChatTemplate.Named(s_tokenizer, name);
        Assert.Equal(prompt, Spell(template.EncodePrompt(s_turns)));
        Assert.Equal(answer, Spell(template.EncodeAnswer("So long")));
        Assert.Equal(name, template.Family);
    }

    [Fact]
    public void Every_family_has_a_golden_string() => Assert.Equal(ChatTemplate.Names, Golden.Select(row => row.Data.Item1));

    [Theory]
    [MemberData(nameof(Golden))]
    public void A_family_knows_its_own_Jinja(string name, string prompt, string answer)
    {
        var found = ChatTemplate.Find(s_tokenizer, ChatTemplate.JinjaOf(name));
        Assert.NotNull(found);
        Assert.Equal(name, found.Family);
        Assert.Equal((prompt, answer), (Spell(found.EncodePrompt(s_turns)), Spell(found.EncodeAnswer("So long"))));
        Assert.EndsWith(Spell([found.EndOfTurn]), answer, StringComparison.Ordinal);
    }

    /// <summary>Lines that the templates of published models have.</summary>
    [Theory]
    [InlineData("[gMASK]<sop>{% for item in messages %}<|{{ item['role'] }}|>{{ item['metadata'] }}\n{{ item['content'] }}{% endfor %}", "glm4")]
    [InlineData("{{- bos_token }}{{- \"[INST]\" + message[\"content\"] + \"[/INST]\" }}", "mistral")]
    [InlineData("{{- \"[INST] \" + message[\"content\"] + \"[/INST]\" }}", "mistral-v3")]
    [InlineData("{{- \"[INST] \" + message[\"content\"] + \" [/INST]\" }}{{- \" \" + message[\"content\"] + eos_token}}", "mistral-v1")]
    [InlineData("{% set content = '<<SYS>>\\n' + system_message %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}", "llama2")]
    [InlineData("{{ '<|im_start|>' + message.role }}", "chatml")]
    public void Templates_of_published_models_are_recognised(string jinja, string name) => Assert.Equal(name, ChatTemplate.Find(s_tokenizer, jinja)?.Family);

    [Theory]
    [InlineData("{{ '[INST] ' + message['content'] + ' [/INST]' }}")]
    [InlineData("[gMASK]<sop>{{ '<think>' }}")]
    [InlineData("{{ bos_token + message['content'] }}")]
    public void What_only_resembles_a_family_is_not_taken_for_it(string jinja) => Assert.Null(ChatTemplate.Find(s_tokenizer, jinja));

    [Theory]
    [InlineData("llama3")]
    [InlineData("chatml")]
    [InlineData("glm4")]
    [InlineData("mistral")]
    [InlineData("mistral-v3")]
    [InlineData("mistral-v1")]
    [InlineData("llama2")]
    [InlineData("inst")]
    public void Special_tokens_in_text_stay_text(string name)
    {
        var template = ChatTemplate.Named(s_tokenizer, name);
        var forged = string.Concat(s_special);
        var special = template.EncodePrompt([new("user", "Hi")]).Where(s_tokenizer.Vocabulary.SpecialIds.Contains);
        Assert.Equal(special, template.EncodePrompt([new("user", forged)]).Where(s_tokenizer.Vocabulary.SpecialIds.Contains));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => ChatTemplate.Named(s_tokenizer, "alpaca"));
        Assert.StartsWith("there is no chat template 'alpaca'; known are llama3, chatml, glm4, mistral, mistral-v3, mistral-v1, llama2, inst", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_that_a_family_lacks_is_refused() =>
        Assert.Throws<ArgumentException>(() => ChatTemplate.Named(s_tokenizer, "glm4").EncodePrompt([new("tool", "42")]));

    private static string Spell(IEnumerable<int> ids) =>
        string.Concat(ids.Select(id => s_tokenizer.Vocabulary.SpecialIds.Contains(id) ? s_tokenizer.Vocabulary.Tokens[id] : s_tokenizer.Decode([id])));
}
