using LongWriter.Formats;
using LongWriter.Training.Align;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Tests.Align;

public sealed class ReferenceScoresTests
{
    private static readonly LlamaConfig s_config = Tiny.Config();
    private static readonly LlamaModel s_model = new(s_config, Tiny.Lively(s_config, 1), bf16: false);
    private static readonly List<PreferencePair> s_pairs = Pairs.Draw(new Random(1), 9);

    [Fact]
    public void Scores_are_those_of_the_model_and_read_back_with_the_same_bits()
    {
        using var folder = new TestFolder();
        var scores = Complete(folder);
        var expected = Pairs.Score(s_model, s_pairs, 2);
        Assert.Equal(9, scores.Count);
        Assert.All(expected, pair => Assert.All(pair.Value.Chosen.Zip(scores[pair.Key].Chosen), both => Near.Equal(both.First, both.Second, 1e-4)));
        var read = ReferenceScores.Open(folder.At("scores.jsonl"), "one").ByLine;
        Assert.All(scores, pair => Assert.Equal(pair.Value.Chosen.Concat(pair.Value.Rejected), read[pair.Key].Chosen.Concat(read[pair.Key].Rejected)));
    }

    [Fact]
    public void What_is_there_is_not_computed_again()
    {
        using var folder = new TestFolder();
        Complete(folder);
        var before = File.ReadAllBytes(folder.At("scores.jsonl"));
        var told = 0;
        ReferenceScores.Open(folder.At("scores.jsonl"), "one").Complete(s_pairs, s_model, 60, 2, _ => told++, CancellationToken.None);
        Assert.Equal(0, told);
        Assert.Equal(before, File.ReadAllBytes(folder.At("scores.jsonl")));
    }

    [Fact]
    public void A_cut_file_goes_on_from_its_last_whole_line()
    {
        using var folder = new TestFolder();
        var whole = Complete(folder);
        var text = File.ReadAllText(folder.At("scores.jsonl"));
        File.WriteAllText(folder.At("scores.jsonl"), text[..(text.Length * 2 / 3)]);
        var scores = ReferenceScores.Open(folder.At("scores.jsonl"), "one");
        Assert.InRange(scores.ByLine.Count, 3, 8);
        scores.Complete(s_pairs, s_model, 60, 2, _ => { }, CancellationToken.None);
        Assert.Equal(whole.Keys.Order(), scores.ByLine.Keys.Order());
        Assert.Equal(10, File.ReadAllLines(folder.At("scores.jsonl")).Length);
    }

    [Fact]
    public void Another_fingerprint_is_refused_and_the_file_left_alone()
    {
        using var folder = new TestFolder();
        Complete(folder);
        var before = File.ReadAllBytes(folder.At("scores.jsonl"));
        Assert.Contains("--scores", Assert.Throws<ModelFileException>(() => ReferenceScores.Open(folder.At("scores.jsonl"), "two")).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.At("scores.jsonl")));
    }

    [Fact]
    public void Pairs_longer_than_a_pack_are_passed_over()
    {
        using var folder = new TestFolder();
        var limit = s_pairs.Max(pair => pair.Length) - 1;
        var scores = ReferenceScores.Open(folder.At("scores.jsonl"), "one");
        scores.Complete(s_pairs, s_model, limit, 2, _ => { }, CancellationToken.None);
        Assert.Equal(s_pairs.Where(pair => pair.Length <= limit).Select(pair => pair.Line), scores.ByLine.Keys.Order());
    }

    [Fact]
    public void The_fingerprint_changes_with_weights_data_prefixes_and_precision()
    {
        using var folder = new TestFolder();
        LlamaCheckpoint.Save(folder.At("one"), s_config, s_model.Parameters, Tiny.Vocabulary);
        LlamaCheckpoint.Save(folder.At("two"), s_config, Tiny.Lively(s_config, 2), Tiny.Vocabulary);
        var (data, other) = (folder.Lines("data.jsonl", "a"), folder.Lines("other.jsonl", "b"));
        string[] all =
        [
            ReferenceScores.Fingerprint(folder.At("one"), data, 1, false),
            ReferenceScores.Fingerprint(folder.At("two"), data, 1, false),
            ReferenceScores.Fingerprint(folder.At("one"), other, 1, false),
            ReferenceScores.Fingerprint(folder.At("one"), data, 2, false),
            ReferenceScores.Fingerprint(folder.At("one"), data, 1, true),
        ];
        Assert.Equal(5, all.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(all[0], ReferenceScores.Fingerprint(folder.At("one"), data, 1, false));
        Assert.Throws<ModelFileException>(() => ReferenceScores.Fingerprint(folder.At("none"), data, 1, false));
    }

    private static IReadOnlyDictionary<int, PairScore> Complete(TestFolder folder)
    {
        var scores = ReferenceScores.Open(folder.At("scores.jsonl"), "one");
        scores.Complete(s_pairs, s_model, 60, 2, _ => { }, CancellationToken.None);
        return scores.ByLine;
    }
}
