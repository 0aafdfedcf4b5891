using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LongWriter.Providers.Fakes;
using LongWriter.Providers.Resilience;

namespace LongWriter.Providers.Tests.Resilience;

/// <summary>Whole documents from an endpoint that does everything wrong that endpoints do, over real sockets.</summary>
public partial class FaultsTests
{
    private const double Share = 0.3;
    private const int Faster = 100;
    private static readonly bool s_long = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";
    private static readonly int s_documents = s_long ? 200 : 20;

    [Fact]
    public async Task With_a_third_of_the_calls_spoilt_every_document_is_whole_and_holds_no_failure()
    {
        var time = new ScaledTime(Faster);
        await using var server = new FaultyServer(Share, seed: 3, time, Write);
        using var sse = new SseChatClient(server.Address, time);
        using var client = new ResilientChatClient(sse, SseChatClient.ReadFault, new EndpointLimiter(32, time), new ResilienceOptions { Endpoint = "loopback", Idle = TimeSpan.FromSeconds(60), Seed = 3 }, time);
        var restarts = 0;

        await Task.WhenAll(Enumerable.Range(1, s_documents).Select(OneAsync));

        var calls = server.Done.Values.Sum();
        var spoilt = calls - server.Done[Wrong.Nothing];
        Assert.InRange((double)spoilt / calls, Share - 0.1, Share + 0.1);
        Assert.True(restarts > 0);
        if (s_long)
        {
            Assert.Equal(Enum.GetValues<Wrong>(), server.Done.Keys.Order());
        }

        async Task OneAsync(int number)
        {
            var events = new List<WritingEvent>();
            await foreach (var happened in new DocumentWriter(client, time: time).WriteAsync(new WritingRequest($"Write a 1000-word article on subject {number}") { Seed = number }, TestContext.Current.CancellationToken))
            {
                events.Add(happened);
            }

            Interlocked.Add(ref restarts, events.OfType<SectionRestarted>().Count());
            var document = Assert.IsType<DocumentFinished>(events[^1]).Document;

            // Every step once, in order, about this subject; no section twice, nothing of a failure.
            var plan = Assert.Single(events.OfType<PlanReady>()).Plan;
            Assert.Equal(Enumerable.Range(1, plan.Steps.Count), document.Sections.Select(section => section.Number));
            Assert.Equal(plan.Steps.Select((step, i) => $"Subject {number} step {i + 1}"), document.Sections.Select(section => section.Heading));
            Assert.Equal(document.Sections.Count, events.OfType<SectionFinished>().Count());
            Assert.Equal(document.Sections.Count, document.Sections.Select(section => section.Text).Distinct(StringComparer.Ordinal).Count());
            Assert.DoesNotMatch(Failure(), document.Text);
            Assert.InRange(document.Words, 850, 1150);

            // What readers were shown, less what was withdrawn, is the document.
            Assert.All(document.Sections, section => Assert.Equal(section.Text, Shown(events, section.Number)));
        }
    }

    private static string Shown(IEnumerable<WritingEvent> events, int section) => events.Aggregate("", (text, happened) => happened switch
    {
        TextDelta delta when delta.Section == section => text + delta.Text,
        TextWithdrawn withdrawn when withdrawn.Section == section => text[..withdrawn.Length],
        SectionRestarted restarted when restarted.Section == section => "",
        _ => text,
    });

    /// <summary>A plan of four steps, or a section of as many words as asked.</summary>
    private static string Write(string prompt, Random random)
    {
        var subject = Subject().Match(prompt).Groups["number"].Value;
        if (Step().Matches(prompt) is not [.., var step])
        {
            return string.Join('\n', Enumerable.Range(1, 4).Select(i => $"Paragraph {i} - Main Point: Subject {subject} seen from side {i} - Word Count: 250 words"));
        }

        var text = new StringBuilder();
        if (!prompt.Contains("stops too early", StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"Subject {subject} step {step.Groups["number"].Value}\n\n");
        }

        for (var left = int.Parse(step.Groups["words"].Value, CultureInfo.InvariantCulture); left > 0;)
        {
            var count = Math.Min(left, random.Next(8, 18));
            left -= count;
            text.Append(string.Join(' ', Enumerable.Range(0, count).Select(_ => Word(random)))).Append(random.Next(5) == 0 ? ".\n\n" : ". ");
        }

        return text.ToString();
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(2, 4)).Select(_ => $"{"bdfgklmnprstv"[random.Next(13)]}{"aeiou"[random.Next(5)]}"));

    [GeneratedRegex(@"on subject (?<number>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Subject();

    [GeneratedRegex(@"Paragraph (?<number>\d+) - Main Point: [^\n]* - Word Count: (?<words>\d+) words", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Step();

    [GeneratedRegex(@"sorry|抱歉|html|Gateway|error|rate limit|upstream|[@#%+=]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Failure();
}
