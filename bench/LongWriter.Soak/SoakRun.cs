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
        // One section first, so that what is measured is not the compiler.
        await WriteAsync(client, settings.Documents, sections: 1);
        (_started, _entered, _lastWaiting) = (0, 0, 0);
        var began = Stopwatch.GetTimestamp();
        var words = (await Task.WhenAll(Shares().Select(share => WriteAsync(client, share)))).Sum();
        var ended = Stopwatch.GetTimestamp();
        var longest = Enumerable.Range(0, settings.Documents).Max(settings.SectionsOf) * settings.SectionSeconds;
        var wall = Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
        var queued = _lastWaiting == 0 ? ended : _lastWaiting;
        var whole = await ServerAsync(began, ended);
        var full = await ServerAsync(began, queued);
        var slots = settings.Limit == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; slots {Share(whole.Busy, began, ended):F1}% busy, {Share(full.Busy, began, queued):F1}% until the queue was empty after {Stopwatch.GetElapsedTime(began, queued).TotalSeconds:F1} s");
        var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{settings.Documents} documents, {words} words, {wall:F1} s (longest alone {longest:F1} s, {100 * ((wall / longest) - 1):+0.0;-0.0}%){slots}; peak memory {self.PeakWorkingSet64 >> 20} MiB, processor {self.TotalProcessorTime.TotalSeconds:F1} s, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}; server: {whole.Said}");
    }

    /// <summary>Documents by who writes them: each alone, or in fixed shares.</summary>
    private IEnumerable<IReadOnlyList<int>> Shares() => settings.Split == 0
        ? Enumerable.Range(0, settings.Documents).Select(document => (IReadOnlyList<int>)[document])
        : Enumerable.Range(0, settings.Documents).GroupBy(document => document * settings.Split / settings.Documents, (_, share) => share.ToList());

    /// <summary>Seconds that slots were busy between two points in time, and all the server says.</summary>
    private async Task<(double Busy, string Said)> ServerAsync(long from, long to)
    {
        using var http = new HttpClient();
        var said = (await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/{from}/{to}"))).Split(' ');
        return (double.Parse(said[1], CultureInfo.InvariantCulture), $"{said[0]} calls, {said[2]} s late in the mean and {said[3]} s at the most, processor {said[4]} s");
    }

    private double Share(double busy, long from, long to) => 100 * busy / settings.Limit / Stopwatch.GetElapsedTime(from, to).TotalSeconds;

    private async Task<int> WriteAsync(IChatClient client, IReadOnlyList<int> documents)
    {
        var words = 0;
        foreach (var document in documents)
        {
            words += await WriteAsync(client, document, settings.SectionsOf(document));
        }

        return words;
    }

    private async Task<int> WriteAsync(IChatClient client, int document, int sections)
    {
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
