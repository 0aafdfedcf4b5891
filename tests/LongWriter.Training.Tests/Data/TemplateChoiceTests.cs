using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;

namespace LongWriter.Training.Tests.Data;

public sealed class TemplateChoiceTests
{
    /// <summary>The vocabulary of <see cref="Tiny"/> with ChatML's tokens.</summary>
    private static readonly Tokenizer s_tokenizer = new(Tiny.Vocabulary with
    {
        Tokens = [.. Tiny.Vocabulary.Tokens, "<|im_start|>", "<|im_end|>"],
        SpecialIds = Tiny.Vocabulary.SpecialIds.Concat([Tiny.VocabularySize, Tiny.VocabularySize + 1]).ToHashSet(),
    });

    [Fact]
    public void A_folder_that_states_none_has_Llama_3s()
    {
        using var folder = new TestFolder();
        Assert.Equal("llama3", TemplateChoice.Of(folder.Root, s_tokenizer, null).Family);
        folder.Lines("tokenizer_config.json", """{"chat_template": null}""");
        Assert.Equal("llama3", TemplateChoice.Of(folder.Root, s_tokenizer, null).Family);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"chat_template": "{{ '<|im_start|>' }}"}""")]
    [InlineData("tokenizer_config.json", """{"chat_template": [{"name": "tool_use", "template": "?"}, {"name": "default", "template": "{{ '<|im_start|>' }}"}]}""")]
    [InlineData("chat_template.jinja", "{{ '<|im_start|>' }}")]
    public void The_folders_own_is_found_and_a_name_goes_before_it(string file, string content)
    {
        using var folder = new TestFolder();
        folder.Lines(file, content);
        Assert.Equal("chatml", TemplateChoice.Of(folder.Root, s_tokenizer, null).Family);
        Assert.Equal("llama3", TemplateChoice.Of(folder.Root, s_tokenizer, "llama3").Family);
    }

    [Theory]
    [InlineData("""{"chat_template": "{{ message.content }}"}""", null)]
    [InlineData("{}", "glm4")]
    public void What_is_unknown_or_lacks_its_tokens_is_refused_by_the_name_of_the_option(string config, string? name)
    {
        using var folder = new TestFolder();
        folder.Lines("tokenizer_config.json", config);
        var error = Assert.Throws<ModelFileException>(() => TemplateChoice.Of(folder.Root, s_tokenizer, name));
        Assert.Contains("--template (llama3, chatml, glm4, mistral, mistral-v3, mistral-v1, llama2, inst)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_saved_one_is_found_again_and_other_entries_stay()
    {
        using var folder = new TestFolder();
        folder.Lines("tokenizer_config.json", """{"model_max_length": 64, "chat_template": "old"}""");
        Save(folder, ChatTemplate.ChatMl(s_tokenizer));
        Assert.Equal("chatml", TemplateChoice.Of(folder.Root, s_tokenizer, null).Family);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.At("tokenizer_config.json")));
        Assert.Equal(64, json.RootElement.GetProperty("model_max_length").GetInt32());
    }

    [Fact]
    public void An_adapter_that_states_none_leaves_it_to_its_base()
    {
        using var adapter = new TestFolder();
        using var start = new TestFolder();
        Save(start, ChatTemplate.ChatMl(s_tokenizer));
        Assert.Equal("chatml", TemplateChoice.OfFirst([adapter.Root, start.Root], s_tokenizer).Family);
        Save(adapter, ChatTemplate.Llama3(s_tokenizer));
        Assert.Equal("llama3", TemplateChoice.OfFirst([adapter.Root, start.Root], s_tokenizer).Family);
    }

    [Fact]
    public void Samples_are_in_the_template_that_was_chosen()
    {
        using var folder = new TestFolder();
        var template = TemplateChoice.Of(folder.Root, s_tokenizer, "chatml");
        var sample = new SampleFile(folder.Lines("data.jsonl", Tiny.Chat("a", " ba")), s_tokenizer, learnEverything: false, template).Read(0).Single().Sample;
        Assert.Equal(template.EndOfTurn, sample.Ids[^1]);
        Assert.Equal([.. s_tokenizer.Encode(" ba"), template.EndOfTurn], sample.Ids.Where((_, i) => sample.Learn[i]));
    }
    private static void Save(TestFolder folder, ChatTemplate template) => File.WriteAllText(folder.At(TemplateChoice.Config), TemplateChoice.Stating(template.Jinja, folder.Root));
}
