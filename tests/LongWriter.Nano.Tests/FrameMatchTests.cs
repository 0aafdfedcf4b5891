namespace LongWriter.Nano.Tests;

public class FrameMatchTests
{
    private static readonly Lazy<FrameMatch> s_match = new(() => new FrameMatch(new Bank(Repository.Bank)));

    [Theory]
    [InlineData("The town council once paid eleven porters to look into coral reefs and received a report of a single page.", true)]
    [InlineData("The town council once paid a hundred porters to look into coral reefs and received a report of a single page.", true)]
    [InlineData("The town council once paid eleven porters to look into coral reefs and received.", false)]
    [InlineData("The town council once paid eleven porters to look into.", false)]
    [InlineData("Nobody subjects reward a where origami gained.", false)]
    public void A_sentence_is_whole_where_a_frame_gives_it(string sentence, bool whole) => Assert.Equal(whole ? [] : [sentence], s_match.Value.Find([sentence]).Off);

    [Fact]
    public void What_the_corpus_composes_is_whole()
    {
        // Frames of several sentences, choices, numbers and slots at the front are all among them.
        var text = new StringWriter();
        new Corpus(new Bank(Repository.Bank), 5).Write(text, "agentwrite", 24_000);
        var bodies = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => System.Text.Json.JsonDocument.Parse(row).RootElement).SelectMany(Texts).ToList();
        var (all, off) = s_match.Value.Find(bodies);
        Assert.InRange(all, 200, int.MaxValue);
        Assert.True(off.Count <= all / 50, string.Join('\n', off.Take(20)));
    }

    private static IEnumerable<string> Texts(System.Text.Json.JsonElement row) =>
        row.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("role").GetString() == "assistant")
            .Select(message => message.GetProperty("content").GetString()!).Where(text => text.Contains(". ", StringComparison.Ordinal))
            .Select(text => string.Join('\n', text.Split('\n').Where(line => line.Length > 0 && line[^1] is '.' or '!' or '?' or '"')));
}
