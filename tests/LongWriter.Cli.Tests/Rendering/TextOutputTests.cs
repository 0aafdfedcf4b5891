using CsCheck;
using LongWriter.Cli.Rendering;
using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Cli.Tests;

public class TextOutputTests
{
    [Fact]
    public async Task What_comes_out_is_the_document_as_Markdown()
    {
        var events = await SampleRuns.EventsAsync(Sample.Plan(10, 10, 10), "\n Mud \n\n  Mud is soft.\n\nIt stays. \n", "A line alone", "Stone\nStone is hard.");
        await using var output = new StringWriter();

        var run = await SampleRuns.ReadAsync(events, new TextOutput(output));

        Assert.Equal("# The sea\n\n## Mud\n\nMud is soft.\n\nIt stays.\n\n## A line alone\n\n## Stone\n\nStone is hard.\n", output.ToString());
        Assert.Equal(run.Finished!.Document.ToMarkdown(), output.ToString());
    }

    [Fact]
    public void However_the_text_is_cut_the_bytes_are_the_file_s()
    {
        var section = Gen.Char["ab .#\n\n \r\t中"].Array[1, 40].Select(chars => new string(chars).Trim()).Where(text => text.Length > 0);
        Gen.Select(section.Array[1, 5], Gen.Int[1, 9].Array[1, 6]).Each(3000, drawn =>
        {
            var (texts, lengths) = drawn;
            using var output = new StringWriter();
            var reader = new TextOutput(output);
            var document = new Document("The sea", [.. texts.Select((text, i) => new Section(i + 1, text, WordCount.Of(text)))]);
            var events = new List<WritingEvent> { SampleRuns.Started(), SampleRuns.Planned(100, 100) };
            var piece = 0;
            foreach (var part in document.Sections)
            {
                events.Add(new SectionStarted(part.Number, new PlanStep(part.Number, "Point", 10), 10));
                for (var at = 0; at < part.Text.Length;)
                {
                    var length = Math.Min(lengths[piece++ % lengths.Length], part.Text.Length - at);
                    events.Add(new TextDelta(part.Number, part.Text.Substring(at, length)));
                    at += length;
                }

                events.Add(new SectionFinished(part, "stop", new TokenUsage(0, 0, 0)));
            }

            foreach (var happened in events)
            {
                Assert.True(reader.ReadAsync(happened).IsCompletedSuccessfully);
            }

            Assert.Equal(document.ToMarkdown(), output.ToString());
        });
    }
}
