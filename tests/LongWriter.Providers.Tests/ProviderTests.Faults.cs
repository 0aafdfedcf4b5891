using LongWriter.Providers.Resilience;
using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests;

public abstract partial class ProviderTests
{
    [Theory]
    [InlineData(400, FaultKind.Rejected)]
    [InlineData(401, FaultKind.Unauthorized)]
    [InlineData(403, FaultKind.Unauthorized)]
    [InlineData(404, FaultKind.Rejected)]
    [InlineData(408, FaultKind.Transport)]
    [InlineData(413, FaultKind.Rejected)]
    [InlineData(429, FaultKind.RateLimited)]
    [InlineData(500, FaultKind.Server)]
    [InlineData(503, FaultKind.Server)]
    [InlineData(529, FaultKind.Server)]
    public async Task An_error_is_told_apart_by_its_status_and_is_not_asked_about_again(int status, FaultKind kind)
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Status(status, Wiring.Protocol.Error("What it\n says itself")));

        var (fault, _) = await Wiring.FaultAsync(server.Url);

        Assert.Equal(new EndpointFault(kind, "What it says itself", status), fault);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("Retry-After", "17", 17_000)]
    [InlineData("Retry-After", "0", 0)]
    [InlineData("Retry-After", "Tue, 24 Nov 2026 00:01:30 GMT", 90_000)]
    [InlineData("Retry-After", "Mon, 23 Nov 2026 23:59:00 GMT", 0)]
    [InlineData("Retry-After-Ms", "250", 250)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("X-Other", "1", null)]
    public async Task The_time_to_wait_is_read(string header, string value, int? milliseconds)
    {
        foreach (var status in (int[])[429, 503])
        {
            await using var server = await LoopbackServer.StartAsync(Replies.Status(status, Wiring.Protocol.Error("Slow down"), (header, value)));

            var (fault, _) = await Wiring.FaultAsync(server.Url);

            Assert.Equal(milliseconds, fault.RetryAfter?.TotalMilliseconds);
            Assert.True(fault.IsTransient);
        }
    }

    [Theory]
    [InlineData("", "HTTP status 502")]
    [InlineData("<html><body>Bad\r\n  gateway</body></html>", "<html><body>Bad gateway</body></html>")]
    [InlineData("null", "null")]
    [InlineData("{\"error\":", "{\"error\":")]
    [InlineData("{\"detail\":\"over there\"}", "{\"detail\":\"over there\"}")]
    public async Task An_error_of_any_form_is_told_in_one_line(string body, string message)
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Status(502, body));

        var (fault, _) = await Wiring.FaultAsync(server.Url);

        Assert.Equal(new EndpointFault(FaultKind.Server, message, 502), fault);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_since_it_would_take_the_key_elsewhere()
    {
        await using var elsewhere = await LoopbackServer.StartAsync(Wiring.Whole(s_answer));
        await using var server = await LoopbackServer.StartAsync(Replies.Status(307, "Moved", ("Location", elsewhere.Url.ToString())));

        var (fault, _) = await Wiring.FaultAsync(server.Url);

        Assert.Equal((FaultKind.Rejected, 307), (fault.Kind, fault.Status));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_refused_connection_is_a_fault_of_transport()
    {
        var (fault, _) = await Wiring.FaultAsync(LoopbackServer.Nowhere());

        Assert.Equal((FaultKind.Transport, null), (fault.Kind, fault.Status));
        Assert.Contains("refused", fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_dropped_connection_is_a_fault_of_transport_before_the_answer_and_in_its_midst()
    {
        foreach (var reply in (Reply[])[Replies.Dropped, Replies.Broken(Wiring.Protocol.ContentType, Wiring.Protocol.WithoutEnd(s_answer))])
        {
            await using var server = await LoopbackServer.StartAsync(reply);

            var (fault, _) = await Wiring.FaultAsync(server.Url);

            Assert.Equal((FaultKind.Transport, null), (fault.Kind, fault.Status));
            Assert.Single(server.Requests);
        }
    }

    [Fact]
    public async Task A_stream_that_ends_without_its_end_is_no_answer()
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Stream(Wiring.Protocol.ContentType, Wiring.Protocol.WithoutEnd(s_answer)));
        using var model = Wiring.Open(server.Url);
        var seen = "";

        var thrown = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in model.Client.GetStreamingResponseAsync("Write about rivers", null, TestContext.Current.CancellationToken))
            {
                seen += update.Text;
            }
        });

        Assert.Equal(Text, seen);
        Assert.Equal(new EndpointFault(FaultKind.Transport, "the answer broke off before its end"), model.Faults!(thrown));
        var whole = await Assert.ThrowsAnyAsync<Exception>(() => model.Client.GetResponseAsync("Write about rivers", null, TestContext.Current.CancellationToken));
        Assert.Equal(FaultKind.Transport, model.Faults(whole)!.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("Lorem ipsum dolor sit amet")]
    [InlineData("<html><body>Log in first</body></html>\n")]
    [InlineData("data: Lorem ipsum\n\n")]
    [InlineData("event: message_start\ndata: Lorem ipsum\n\n")]
    [InlineData("data: \"text\"\n\n")]
    [InlineData("data: {}\n\n")]
    [InlineData("data: []\n\n")]
    [InlineData("data: 7\n\n")]
    [InlineData("data: null\n\n")]
    [InlineData("data: {\"choices\":[{}]}\n\n")]
    [InlineData("data: {\"choices\":{\"index\":0}}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":7}}]}\n\n")]
    [InlineData("event: message_start\ndata: {}\n\n")]
    [InlineData("event: message_start\ndata: {\"type\":\"message_start\",\"message\":7}\n\n")]
    [InlineData("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":[]}\n\n")]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":{}}}\n\n")]
    [InlineData("event: never_heard_of\ndata: {\"type\":\"never_heard_of\"}\n\n")]
    [InlineData("{}\n")]
    [InlineData("[]\n")]
    [InlineData("null\n")]
    [InlineData("{\"message\":{}}\n")]
    [InlineData("{\"message\":7,\"done\":true}\n")]
    [InlineData("{\"message\":{\"role\":\"assistant\",\"content\":{}},\"done\":false}\n")]
    [InlineData("\0\u0001\u0002\ufffd\n")]
    public async Task Garbage_and_nothing_at_all_are_faults_of_transport(string body)
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Stream(Wiring.Protocol.ContentType, body));

        var (fault, _) = await Wiring.FaultAsync(server.Url);

        Assert.Equal((FaultKind.Transport, null), (fault.Kind, fault.Status));
        Assert.NotEmpty(fault.Message);
    }

    [Fact]
    public async Task An_error_in_the_midst_of_a_stream_is_told()
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Stream(Wiring.Protocol.ContentType, Wiring.Protocol.WithoutEnd(s_answer) + Wiring.Protocol.ErrorInStream("The model has crashed"), piece: 11));

        var (fault, _) = await Wiring.FaultAsync(server.Url);

        Assert.Equal(new EndpointFault(FaultKind.Server, "The model has crashed"), fault);
    }

    [Fact]
    public async Task A_text_that_looks_like_an_error_is_a_text()
    {
        const string Looks = "{\"error\": \"no\"}\n\ndata: {\"error\":{\"message\":\"no\"}}\n\n";
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("He typed ", Looks, "and sighed.")));

        Assert.Equal($"He typed {Looks}and sighed.", (await Wiring.StreamAsync(server.Url)).Text());
    }

    [Fact]
    public async Task A_key_that_an_endpoint_repeats_is_told_to_nobody()
    {
        foreach (var reply in (Reply[])[
            Replies.Status(401, Wiring.Protocol.Error($"Incorrect key: {Wiring.Key}.")),
            Replies.Status(500, $"Authorization: Bearer {Wiring.Key}"),
            Replies.Stream(Wiring.Protocol.ContentType, Wiring.Protocol.ErrorInStream($"Incorrect key: {Wiring.Key}."))])
        {
            await using var server = await LoopbackServer.StartAsync(reply);
            if (Wiring.Protocol is OllamaProtocol)
            {
                continue; // it has none
            }

            var (fault, thrown) = await Wiring.FaultAsync(server.Url);

            Assert.DoesNotContain(Wiring.Key, fault.Message, StringComparison.Ordinal);
            Assert.Contains("***", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Wiring.Key, thrown.ToString(), StringComparison.Ordinal);
        }
    }
}
