using LongWriter.Fakes;
using LongWriter.Prompts;

namespace LongWriter.Tests;

/// <summary>The length asked for, from models that do not count.</summary>
public class LengthTests
{
    public static TheoryData<double, int> HabitsAndTargets()
    {
        var data = new TheoryData<double, int>();
        foreach (var habit in (double[])[0.5, 0.7, 1.0, 1.4, 2.0])
        {
            foreach (var target in (int[])[2000, 5000, 10_000, 20_000])
            {
                data.Add(habit, target);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(HabitsAndTargets))]
    public async Task A_model_that_writes_short_or_long_is_brought_to_the_length(double habit, int target)
    {
        foreach (var template in (PromptTemplate[])[PromptTemplate.LongWriter, PromptTemplate.Paper])
        {
            using var client = new CountingWriter(habit);

            var (score, sections) = await WriteAsync(client, target, template);

            Assert.True(score >= 97, $"S_l {score:F1} with {sections} sections");
            var extra = client.SectionCalls - sections;
            Assert.True(extra <= 0.35 * sections && (habit != 1 || extra == 0), $"{extra} calls more than the {sections} sections");
        }
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(5000)]
    [InlineData(10_000)]
    [InlineData(20_000)]
    public async Task Noise_on_every_section_does_not_add_up(int target)
    {
        using var client = new CountingWriter(sigma: 0.3);

        var (score, _) = await WriteAsync(client, target, PromptTemplate.LongWriter);

        Assert.True(score >= 95, $"S_l {score:F1}");
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(5000)]
    [InlineData(10_000)]
    [InlineData(20_000)]
    public async Task A_model_that_never_writes_more_than_600_words_is_asked_to_go_on(int target)
    {
        using var client = new CountingWriter(most: 600, planned: 1000);

        var (score, _) = await WriteAsync(client, target, PromptTemplate.LongWriter);

        Assert.True(score >= 95, $"S_l {score:F1}");
        Assert.True(client.Continuations > 0);
    }

    private static async Task<(double Score, int Sections)> WriteAsync(CountingWriter client, int target, PromptTemplate template)
    {
        var events = await WriterRun.WriteAsync(client, new WritingRequest($"Write a {target}-word article on the sea"), new WriterOptions { Template = template });
        var done = Assert.IsType<DocumentFinished>(events[^1]);

        // The deltas, less what was withdrawn, are the text.
        Assert.Equal(done.Document.Sections.Select(section => section.Text), WriterRun.Streamed(events, done.Document.Sections.Count));
        return (done.LengthScore, done.Document.Sections.Count);
    }
}
