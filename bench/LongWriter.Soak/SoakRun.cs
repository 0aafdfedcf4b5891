using System.Diagnostics;
using System.Globalization;
using LongWriter.Planning;
using LongWriter.Providers.Resilience;
using Microsoft.Extensions.AI;

namespace LongWriter.Soak;

/// <summary>Writes the documents and says what it took.</summary>
internal sealed class SoakRun(int port, Settings settings)
{
    private readonly Uri _address = new($"http://127.0.0.1:{port}/v1/chat/completions");
    private int _started;
    private int _entered;
    private long _lastWaiting;

    public async Task<string> RunAsync()
    {
        using var wire = new SoakClient(_address);
        using var counted = new Gate(wire, entering: true, this);
        using var resilient = new ResilientChatClient(counted, _ => null, new EndpointLimiter(settings.Limit == 0 ? null : settings.Limit), new ResilienceOptions { Endpoint = "loopback" });
        using var client = new Gate(resilient, entering: false, this);
        var mine = Enumerable.Range(0, settings.Documents).Where(document => document * settings.Shares / settings.Documents == settings.Share).ToList();
        var began = Stopwatch.GetTimestamp();
        var words = 0;
        if (settings.Serial)
        {
            foreach (var document in mine)
            {
                words += await WriteAsync(client, document);
            }
        }
        else
        {
            words = (await Task.WhenAll(mine.Select(document => WriteAsync(client, document)))).Sum();
        }

        var ended = Stopwatch.GetTimestamp();
        var longest = mine.Max(settings.SectionsOf) * settings.SectionSeconds;
        var wall = Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
        var queued = _lastWaiting == 0 ? ended : _lastWaiting;
        using var http = new HttpClient();
        var server = (await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/{began}/{queued}"))).Split(' ');
        var busy = double.Parse(server[1], CultureInfo.InvariantCulture);
        var slots = settings.Limit == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", slots {100 * busy / settings.Limit / Stopwatch.GetElapsedTime(began, queued).TotalSeconds:F1}% busy for {Stopwatch.GetElapsedTime(began, queued).TotalSeconds:F1} s until the queue was empty");
        var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{mine.Count} documents, {words} words, {wall:F1} s (longest alone {longest:F1} s, {100 * ((wall / longest) - 1):+0.0;-0.0}%){slots}; peak memory {self.PeakWorkingSet64 >> 20} MiB, processor {self.TotalProcessorTime.TotalSeconds:F1} s, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}; server: {server[0]} calls, slots busy {server[1]} s in {server[2]} s, latest end {server[3]} s behind, processor {server[4]} s");
    }

    private async Task<int> WriteAsync(IChatClient client, int document)
    {
        var sections = settings.SectionsOf(document);
        var plan = new Plan([.. Enumerable.Range(1, sections).Select(i => new PlanStep(i, $"What is to be said of it in place {i}", settings.Words))]);
        await foreach (var happened in new DocumentWriter(client).WriteAsync(new WritingRequest($"Write about subject {document}") { Plan = plan, Seed = document }))
        {
            if (happened is SectionRestarted or SectionContinued or TextWithdrawn)
            {
                throw new InvalidOperationException($"document {document}: {happened}");
            }

            if (happened is DocumentFinished finished)
            {
                return finished.Document.Sections.Count == sections ? finished.Document.Words : throw new InvalidOperationException($"document {document} has {finished.Document.Sections.Count} sections");
            }
        }

        throw new InvalidOperationException($"document {document} has no end");
    }

    /// <summary>Counts calls before and behind the limiter, to know until when any waited for a place.</summary>
    private sealed class Gate(IChatClient inner, bool entering, SoakRun run) : DelegatingChatClient(inner)
    {
        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            if (!entering)
            {
                Interlocked.Increment(ref run._started);
            }
            else if (Interlocked.Increment(ref run._entered) < Volatile.Read(ref run._started))
            {
                Volatile.Write(ref run._lastWaiting, Stopwatch.GetTimestamp());
            }

            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }
}
