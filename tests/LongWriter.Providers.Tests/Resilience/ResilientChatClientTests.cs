using System.Net;
using LongWriter.Chat;
using LongWriter.Providers.Fakes;
using LongWriter.Providers.Resilience;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.Resilience;

public class ResilientChatClientTests
{
    private static readonly IOException s_reset = new("connection reset by peer");
    private readonly SteppedTime _time = new();
    private readonly EndpointLimiter _limiter;

    public ResilientChatClientTests() => _limiter = new EndpointLimiter(1, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transient_fault_is_tried_ten_times_with_back_off_that_doubles_and_is_drawn()
    {
        using var endpoint = new ScriptedEndpoint(_time, [.. Enumerable.Repeat(Turn.Fails(s_reset), 10)]);
        using var client = Client(endpoint);

        var problem = await Assert.ThrowsAsync<EndpointException>(() => _time.RunAsync(TextAsync(client)));

        Assert.Equal("test: connection reset by peer, after 10 attempts. Check the address and the network, then go on with the run.", problem.Message);
        var waits = endpoint.Calls.Zip(endpoint.Calls.Skip(1), (from, to) => (to - from).TotalSeconds).ToList();
        Assert.Equal(9, waits.Count);
        Assert.All(waits, (wait, i) => Assert.InRange(wait, Math.Min(60, Math.Pow(2, i)) / 2, Math.Min(60, Math.Pow(2, i))));
        Assert.True(waits.Select((wait, i) => wait / Math.Pow(2, i)).Distinct().Count() > 5);
        Assert.Equal(0, _limiter.InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_comes_at_last_is_told_once_and_whole(bool streamed)
    {
        using var endpoint = new ScriptedEndpoint(_time, Turn.Fails(s_reset), Turn.Fails(new HttpRequestException("busy", null, HttpStatusCode.ServiceUnavailable)), new Turn("Mud ", "is soft."));
        using var client = Client(endpoint);

        Assert.Equal("Mud is soft.", await _time.RunAsync(streamed ? TextAsync(client) : WholeAsync(client)));
        Assert.Equal(3, endpoint.Calls.Count);
    }

    [Fact]
    public async Task Updates_without_words_are_held_back_so_that_a_fault_behind_them_is_never_seen()
    {
        using var endpoint = new ScriptedEndpoint(_time, Turn.Fails(s_reset, "", ""), new Turn("", "Mud."));
        using var client = Client(endpoint);

        var updates = await _time.RunAsync(client.GetStreamingResponseAsync("mud", cancellationToken: Token).ToListAsync(Token).AsTask());

        Assert.Equal(["", "Mud.", ""], updates.Select(update => update.Text));
    }

    [Fact]
    public async Task Retry_After_is_honoured_and_holds_back_the_other_calls_too()
    {
        using var endpoint = new ScriptedEndpoint(_time, Turn.Fails(Busy(TimeSpan.FromSeconds(37))), new Turn("one"), new Turn("two"));
        using var client = Client(endpoint);

        var texts = await _time.RunAsync(Task.WhenAll(TextAsync(client), TextAsync(client)));

        Assert.Equal(["one", "two"], texts.Order(StringComparer.Ordinal));
        Assert.Equal(0, endpoint.Calls[0].TotalSeconds);
        Assert.All(endpoint.Calls.Skip(1), call => Assert.Equal(37, call.TotalSeconds));
    }

    [Fact]
    public async Task A_Retry_After_of_hours_is_told_at_once_and_holds_nobody()
    {
        using var endpoint = new ScriptedEndpoint(_time, Turn.Fails(Busy(TimeSpan.FromHours(8))), new Turn("one"));
        using var client = Client(endpoint);

        var problem = await Assert.ThrowsAsync<EndpointException>(() => TextAsync(client));

        Assert.Equal("test: too many requests (HTTP status 429). Go on with the run later, or with fewer calls at once.", problem.Message);
        Assert.Equal("one", await TextAsync(client));
        Assert.Equal(TimeSpan.Zero, endpoint.Calls[1]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, FaultKind.Unauthorized, "test: no such key (HTTP status 401). Check the endpoint's key and what the key may use.")]
    [InlineData(HttpStatusCode.NotFound, FaultKind.Rejected, "test: no such key (HTTP status 404). Check the model's name, the account's quota and the length of the request.")]
    public async Task What_asking_again_cannot_mend_is_thrown_at_once(HttpStatusCode status, FaultKind kind, string message)
    {
        using var endpoint = new ScriptedEndpoint(_time, Turn.Fails(new HttpRequestException("no such key.", null, status)));
        using var client = Client(endpoint);

        var problem = await Assert.ThrowsAsync<EndpointException>(() => TextAsync(client));

        Assert.Equal((kind, message), (problem.Fault.Kind, problem.Message));
        Assert.Single(endpoint.Calls);
    }

    [Fact]
    public async Task What_is_no_fault_of_an_endpoint_passes_as_it_is()
    {
        using var endpoint = new ScriptedEndpoint(_time, Turn.Fails(new NotSupportedException("ours")));
        using var client = Client(endpoint);

        Assert.Equal("ours", (await Assert.ThrowsAsync<NotSupportedException>(() => TextAsync(client))).Message);
        Assert.Equal(0, _limiter.InFlight);
    }

    [Fact]
    public async Task A_stream_that_breaks_after_its_first_words_waits_without_its_place_and_then_tells_its_reader()
    {
        using var endpoint = new ScriptedEndpoint(_time, Turn.Fails(s_reset, "Mud"), new Turn("other"));
        using var client = Client(endpoint);
        var seen = new List<string>();

        var reading = Assert.ThrowsAsync<AnswerBrokenOffException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("mud", cancellationToken: Token))
            {
                seen.Add(update.Text);
            }
        });
        Assert.Equal("other", await _time.RunAsync(TextAsync(client)));
        var problem = await _time.RunAsync(reading);

        Assert.Equal("test: connection reset by peer", problem.Message);
        Assert.Equal(["Mud"], seen);
        Assert.InRange(_time.Now.TotalSeconds, 0.5, 1);
    }

    [Fact]
    public async Task Streams_that_break_one_after_another_wait_longer_each_time()
    {
        using var endpoint = new ScriptedEndpoint(_time, Turn.Fails(s_reset, "Mud"), Turn.Fails(s_reset, "Mud"), Turn.Fails(s_reset, "Mud"), new Turn("Mud."), Turn.Fails(s_reset, "Mud"));
        using var client = Client(endpoint);
        var waits = new List<double>();
        for (var call = 0; call < 5; call++)
        {
            var from = _time.Now;
            await _time.RunAsync(TextAsync(client).ContinueWith(_ => 0, TaskScheduler.Default));
            waits.Add((_time.Now - from).TotalSeconds);
        }

        Assert.InRange(waits[0], 0.5, 1);
        Assert.InRange(waits[1], 1, 2);
        Assert.InRange(waits[2], 2, 4);
        Assert.Equal(0, waits[3]);
        Assert.InRange(waits[4], 0.5, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_stream_that_stalls_is_cut_off_even_where_its_client_does_not_listen(int pieces)
    {
        using var endpoint = new ScriptedEndpoint(_time, new Turn([.. Enumerable.Repeat("Mud ", pieces)]) { Hangs = true }, new Turn("Mud is soft."));
        using var client = Client(endpoint, Options with { Idle = TimeSpan.FromSeconds(120) });

        var text = TextAsync(client);
        await endpoint.Hanging;
        _time.Advance(TimeSpan.FromSeconds(119.9));
        Assert.Single(endpoint.Calls);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        text = _time.RunAsync(text);
        if (pieces == 0)
        {
            Assert.Equal("Mud is soft.", await text);
            Assert.InRange(endpoint.Calls[1].TotalSeconds, 120.5, 121);
        }
        else
        {
            Assert.Equal("test: nothing came for 120 s", (await Assert.ThrowsAsync<AnswerBrokenOffException>(() => text)).Message);
        }

        Assert.Equal(0, _limiter.InFlight);
    }

    [Fact]
    public async Task The_watchdog_counts_from_the_last_update_and_only_while_one_is_waited_for()
    {
        using var endpoint = new ScriptedEndpoint(_time, new Turn("a", "b", "c"));
        using var client = Client(endpoint, Options with { Idle = TimeSpan.FromSeconds(120) });
        var text = "";

        await foreach (var update in client.GetStreamingResponseAsync("mud", cancellationToken: Token))
        {
            text += update.Text;
            _time.Advance(TimeSpan.FromSeconds(500)); // a reader that takes its time is no stall
        }

        Assert.Equal("abc", text);
    }

    [Fact]
    public async Task A_call_that_is_not_streamed_has_a_limit()
    {
        using var endpoint = new ScriptedEndpoint(_time, new Turn { Hangs = true }, new Turn("Mud."));
        using var client = Client(endpoint, Options with { WholeAnswer = TimeSpan.FromMinutes(5) });

        var text = WholeAsync(client);
        await endpoint.Hanging;
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("Mud.", await _time.RunAsync(text));
        Assert.InRange(endpoint.Calls[1].TotalSeconds, 300.5, 301);
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_finish_reason_was_cut_off()
    {
        using var endpoint = new ScriptedEndpoint(_time, new Turn { Finish = null }, new Turn("Mud") { Finish = null }, new Turn("Mud") { Finish = null });
        using var client = Client(endpoint);
        using var trusting = Client(endpoint, Options with { ExpectsFinishReason = false });

        await Assert.ThrowsAsync<AnswerBrokenOffException>(() => _time.RunAsync(TextAsync(client)));
        Assert.Equal(2, endpoint.Calls.Count);
        Assert.Equal("Mud", await TextAsync(trusting));
    }

    [Fact]
    public async Task A_reader_that_leaves_a_stream_frees_its_place()
    {
        using var endpoint = new ScriptedEndpoint(_time, new Turn("a", "b"));
        using var client = Client(endpoint);

        await foreach (var update in client.GetStreamingResponseAsync("mud", cancellationToken: Token))
        {
            Assert.Equal((1, "a"), (_limiter.InFlight, update.Text));
            break;
        }

        Assert.Equal(0, _limiter.InFlight);
    }

    [Theory]
    [InlineData("in back-off")]
    [InlineData("in a call that does not listen")]
    [InlineData("waiting for a place")]
    public async Task Cancelling_ends_a_call_at_once_wherever_it_is(string where)
    {
        using var endpoint = new ScriptedEndpoint(_time, where == "in back-off" ? Turn.Fails(s_reset) : new Turn { Hangs = true });
        using var client = Client(endpoint);
        using var stop = new CancellationTokenSource();
        using var taken = where == "waiting for a place" ? await _limiter.EnterAsync(Token) : null;

        var call = client.GetStreamingResponseAsync("mud", cancellationToken: stop.Token).ToListAsync(Token).AsTask();
        while (taken is null && (endpoint.Calls.Count == 0 || (where == "in back-off" && _limiter.InFlight > 0)))
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(TimeSpan.Zero, _time.Now);
        Assert.Equal(taken is null ? 0 : 1, _limiter.InFlight);
    }

    private static ResilienceOptions Options { get; } = new() { Endpoint = "test", Idle = TimeSpan.FromDays(1), WholeAnswer = TimeSpan.FromDays(1), Seed = 5 };

    private ResilientChatClient Client(IChatClient endpoint, ResilienceOptions? options = null) => new(endpoint, exception => (exception as EndpointException)?.Fault, _limiter, options ?? Options, _time);

    private static EndpointException Busy(TimeSpan wait) => new("", new EndpointFault(FaultKind.RateLimited, "too many requests", 429, wait));

    private static async Task<string> TextAsync(ResilientChatClient client) => string.Concat(await client.GetStreamingResponseAsync("mud", cancellationToken: Token).Select(update => update.Text).ToListAsync(Token));

    private static async Task<string> WholeAsync(ResilientChatClient client) => (await client.GetResponseAsync("mud", cancellationToken: Token)).Text;
}
