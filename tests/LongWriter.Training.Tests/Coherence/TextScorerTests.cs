using LongWriter.Formats;
using LongWriter.Training.Coherence;
using LongWriter.Training.Models.Llama;
using TorchSharp;

namespace LongWriter.Training.Tests.Coherence;

public sealed class TextScorerTests
{
    [Fact]
    public void Losses_are_those_of_the_logits_after_each_token()
    {
        var config = Tiny.Config();
        var model = new LlamaModel(config, Tiny.Lively(config, 1), bf16: false);
        var scorer = new TextScorer(model, Tiny.Tokenizer, 12);
        var ids = scorer.Encode(Tiny.Text(new Random(1), 30));
        Assert.Equal(12, ids.Length);
        var losses = scorer.Losses(ids);
        using var scope = torch.NewDisposeScope();
        var logits = Tiny.Floats(model.Logits([Tiny.Vocabulary.BosId!.Value, .. ids[..^1]], [12]));
        for (var place = 0; place < 12; place++)
        {
            var row = logits[(place * Tiny.VocabularySize)..((place + 1) * Tiny.VocabularySize)];
            Assert.Equal(Math.Log(row.Sum(logit => Math.Exp(logit))) - row[ids[place]], losses[place], 4);
        }
    }

    [Fact]
    public void Texts_are_read_from_rows_of_every_kind_and_from_plain_files()
    {
        using var folder = new TestFolder();
        var rows = folder.Lines("rows.jsonl", """{"text": "a"}""", "", """{"prompt": "x", "response": "b"}""", """{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "c"}]}""");
        Assert.Equal(["a", "b", "c"], TextFile.Read(rows));
        Assert.Equal(["one\ntwo\n"], TextFile.Read(folder.Lines("plain.md", "one", "two")));
        var broken = folder.Lines("broken.jsonl", """{"text": "a"}""", """{"messages": []}""");
        Assert.Contains("line 2", Assert.Throws<ModelFileException>(() => TextFile.Read(broken).ToList()).Message, StringComparison.Ordinal);
    }
}
