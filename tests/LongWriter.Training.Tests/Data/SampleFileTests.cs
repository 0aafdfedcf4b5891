using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Tokenizers;

namespace LongWriter.Training.Tests.Data;

public sealed class SampleFileTests
{
    private static readonly int s_bos = Tiny.Vocabulary.BosId!.Value;
    private static readonly int s_eot = Tiny.Vocabulary.EosId!.Value;

    [Fact]
    public void Answer_only_learns_the_answer_and_its_end()
    {
        var sample = One(Tiny.Chat("ask me", " ba de fi"), learnEverything: false);
        var learnt = sample.Ids.Where((_, i) => sample.Learn[i]).ToList();
        Assert.Equal([.. Tiny.Tokenizer.Encode(" ba de fi"), s_eot], learnt);
        Assert.Equal(4, learnt.Count);
        Assert.Equal(ChatTemplate.Llama3(Tiny.Tokenizer).EncodePrompt([new ChatTurn("user", "ask me")]), sample.Ids.Where((_, i) => !sample.Learn[i]));
    }

    [Fact]
    public void Of_several_turns_only_the_last_answer_is_learnt()
    {
        const string Row = """{"messages": [{"role": "system", "content": "be"}, {"role": "user", "content": "a"}, {"role": "assistant", "content": "so ba"}, {"role": "user", "content": "b"}, {"role": "assistant", "content": " de"}]}""";
        var sample = One(Row, learnEverything: false);
        Assert.Equal([Tiny.Tokenizer.Encode(" de")[0], s_eot], sample.Ids.Where((_, i) => sample.Learn[i]));
        Assert.Contains(Tiny.Tokenizer.Encode(" ba")[0], sample.Ids);
    }

    [Fact]
    public void Everything_learns_all_but_the_first_token()
    {
        var sample = One(Tiny.Chat("ask me", " ba de fi"), learnEverything: true);
        Assert.Equal([false, .. Enumerable.Repeat(true, sample.Ids.Length - 1)], sample.Learn);
        Assert.Equal(One(Tiny.Chat("ask me", " ba de fi"), learnEverything: false).Ids, sample.Ids);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Prose_begins_with_the_begin_token_and_learns_its_end(bool learnEverything)
    {
        var sample = One("""{"text": " ba de"}""", learnEverything);
        Assert.Equal([s_bos, .. Tiny.Tokenizer.Encode(" ba de"), s_eot], sample.Ids);
        Assert.Equal([false, true, true, true], sample.Learn);
    }

    [Fact]
    public void An_answer_copies_words_of_its_prompt_by_their_reserved_tokens_and_spells_all_others()
    {
        var tokenizer = new Tokenizer(WholeWordTrainer.Train(["user assistant"], 520, 1, slots: 4));
        using var folder = new TestFolder();
        var path = folder.Lines("data.jsonl", Tiny.Chat(" zephyr", " zephyr quokka"), """{"text": " quokka quokka"}""");
        var samples = new SampleFile(path, tokenizer, true).Read(0).Select(row => row.Sample.Ids.Select(id => tokenizer.Vocabulary.Tokens[id]).ToList()).ToList();
        Assert.Single(samples[0].Where(IsWord).Distinct());
        Assert.Equal(2, samples[0].Count(IsWord));
        Assert.Equal(["Ġq", "u", "o", "k", "k", "a", "<|eot_id|>"], samples[0].TakeLast(7));
        Assert.Equal(2, samples[1].Count(IsWord));

        static bool IsWord(string token) => token.StartsWith("<|word_", StringComparison.Ordinal);
    }

    [Fact]
    public void Zero_width_characters_are_stripped()
    {
        const string Marks = "\u200b\u200c\u200d\u2060\ufeff";
        Assert.Equal(One(Tiny.Chat("ask me", " ba de"), false).Ids, One(Tiny.Chat($"as{Marks}k me", $" ba{Marks} de{Marks}"), false).Ids);
        Assert.Equal(One("""{"text": " ba de"}""", false).Ids, One($$"""{"text": "{{Marks}} ba de"}""", false).Ids);
    }

    [Theory]
    [InlineData("{\"text\": ")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"text\": 5}")]
    [InlineData("{\"messages\": []}")]
    [InlineData("{\"messages\": {\"role\": \"user\"}}")]
    [InlineData("{\"messages\": [{\"role\": \"assistant\", \"content\": \"alone\"}]}")]
    [InlineData("{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"user\", \"content\": \"b\"}]}")]
    [InlineData("{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\"}]}")]
    public void A_bad_line_is_named_by_its_number(string line)
    {
        using var folder = new TestFolder();
        var path = folder.Lines("data.jsonl", """{"text": " ba"}""", "", line, """{"text": " de"}""");
        var error = Assert.Throws<ModelFileException>(() => new SampleFile(path, Tiny.Tokenizer, false).Read(0).Count());
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_from_a_line_begins_there_and_blank_lines_keep_their_numbers()
    {
        using var folder = new TestFolder();
        var path = folder.Lines("data.jsonl", """{"text": " ba"}""", "", """{"text": " de"}""", "  ", """{"text": " fi"}""");
        var file = new SampleFile(path, Tiny.Tokenizer, false);
        Assert.Equal([0, 2, 4], file.Read(0).Select(row => row.Line));
        Assert.Equal([2, 4], file.Read(1).Select(row => row.Line));
        Assert.Equal(Tiny.Tokenizer.Encode(" fi")[0], file.Read(3).Single().Sample.Ids[1]);
    }

    private static TokenSample One(string row, bool learnEverything)
    {
        using var folder = new TestFolder();
        return new SampleFile(folder.Lines("data.jsonl", row), Tiny.Tokenizer, learnEverything).Read(0).Single().Sample;
    }
}
