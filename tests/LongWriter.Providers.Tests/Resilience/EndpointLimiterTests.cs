using LongWriter.Providers.Fakes;
using LongWriter.Providers.Resilience;

namespace LongWriter.Providers.Tests.Resilience;

public class EndpointLimiterTests
{
    private readonly SteppedTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_go_to_whoever_asked_first()
    {
        var limiter = new EndpointLimiter(2, _time);
        var entered = new List<int>();
        var places = new List<IDisposable> { await limiter.EnterAsync(Token), await limiter.EnterAsync(Token) };
        var waiting = Enumerable.Range(0, 20).Select(i => EnterAsync(i, limiter.EnterAsync(Token))).ToList();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(Enumerable.Range(0, i), entered);
            Assert.Equal(2, limiter.InFlight);
            places[i].Dispose();
            places[i].Dispose(); // once is enough
            await waiting[i];
        }

        async Task EnterAsync(int number, ValueTask<IDisposable> turn)
        {
            var place = await turn;
            entered.Add(number);
            places.Add(place);
        }
    }

    [Fact]
    public async Task Whoever_gives_up_is_passed_over()
    {
        var limiter = new EndpointLimiter(1, _time);
        using var stop = new CancellationTokenSource();
        var first = await limiter.EnterAsync(Token);
        var second = limiter.EnterAsync(stop.Token).AsTask();
        var third = limiter.EnterAsync(Token).AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        first.Dispose();

        (await third).Dispose();
        Assert.Equal(0, limiter.InFlight);
    }

    [Fact]
    public async Task A_hold_keeps_calls_out_until_it_is_over_and_a_shorter_one_changes_nothing()
    {
        var limiter = new EndpointLimiter(null, _time);
        limiter.Hold(TimeSpan.FromSeconds(10));
        limiter.Hold(TimeSpan.FromSeconds(3));
        var calls = Enumerable.Range(0, 3).Select(_ => limiter.EnterAsync(Token).AsTask()).ToList();

        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.All(calls, call => Assert.False(call.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(0.1));

        await Task.WhenAll(calls);
        Assert.Equal(3, limiter.InFlight);
    }

    [Fact]
    public async Task Without_a_limit_everyone_enters()
    {
        var limiter = new EndpointLimiter();
        for (var i = 0; i < 1000; i++)
        {
            await limiter.EnterAsync(Token);
        }

        Assert.Equal(1000, limiter.InFlight);
    }

    [Fact]
    public void An_endpoint_has_one_limiter_however_its_name_is_written()
    {
        var limits = new EndpointLimits(4, _time);

        Assert.Same(limits.Of("https://example.org/v1"), limits.Of("HTTPS://Example.org/v1"));
        Assert.NotSame(limits.Of("https://example.org/v1"), limits.Of("https://example.org/v2"));
    }
}
