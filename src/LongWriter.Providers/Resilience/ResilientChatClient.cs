using System.Runtime.CompilerServices;
using LongWriter.Chat;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace LongWriter.Providers.Resilience;

/// <summary>
/// The one layer that asks again. Transient faults are tried again with exponential back-off, a stream only until its first words were
/// seen; after that its reader is told to drop them and to ask again. Every attempt takes a place at the endpoint and gives it back
/// before it waits. Retries of the client library itself are to be switched off.
/// </summary>
/// <param name="inner">The client of one endpoint.</param>
/// <param name="readFault">Reads what its library throws; faults of transport that it does not know are read by <see cref="TransportFaults"/>.</param>
/// <param name="limiter">Shared by all clients of the endpoint.</param>
public sealed class ResilientChatClient(IChatClient inner, FaultReader readFault, EndpointLimiter limiter, ResilienceOptions resilience, TimeProvider? time = null) : DelegatingChatClient(inner)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly BackOff _backOff = new(resilience);
    private ResiliencePipeline? _retries;
    private int _brokenInARow;

    /// <exception cref="EndpointException">The call failed for good.</exception>
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return AttemptAsync(async (place, token) =>
        {
            var response = await WholeAsync(asked, options, token).ConfigureAwait(false);
            place.Dispose();
            return response;
        }, cancellationToken);
    }

    /// <exception cref="EndpointException">The call failed for good before anything of its answer was seen.</exception>
    /// <exception cref="AnswerBrokenOffException">A transient fault met an answer that was seen in part.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var answer = await AttemptAsync((place, token) => BeginAsync(place, asked, options, token), cancellationToken).ConfigureAwait(false);
        await using var end = answer.ConfigureAwait(false);
        while (true)
        {
            ChatResponseUpdate? update;
            try
            {
                update = await answer.NextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (Fault(e, cancellationToken) is { } fault)
            {
                Hold(fault);
                await answer.DisposeAsync().ConfigureAwait(false);
                throw await BrokenAsync(fault, e, cancellationToken).ConfigureAwait(false);
            }

            if (update is null)
            {
                Volatile.Write(ref _brokenInARow, 0);
                yield break;
            }

            yield return update;
        }
    }

    /// <summary>Makes attempts, each with a place at the endpoint, until one succeeds; that one frees its place itself.</summary>
    private async Task<T> AttemptAsync<T>(Func<IDisposable, CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var attempts = 0;
        return await (_retries ??= Retries()).ExecuteAsync(async token =>
        {
            attempts++;
            var place = await limiter.EnterAsync(token).ConfigureAwait(false);
            try
            {
                return await attempt(place, token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                var fault = Fault(e, token);
                Hold(fault); // before the place is free: the next in line is held back as well
                place.Dispose();
                if (fault is null)
                {
                    throw;
                }

                throw EndpointException.Of(resilience.Endpoint, fault, attempts, e);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ChatResponse> WholeAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(resilience.WholeAnswer, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await base.GetResponseAsync(messages, options, stop.Token).WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"no answer came in {resilience.WholeAnswer.TotalSeconds:0.#} s", e);
        }
    }

    private async Task<AnswerInFlight> BeginAsync(IDisposable place, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var stream = new WatchedStream(token => base.GetStreamingResponseAsync(messages, options, token), resilience.Idle, _time, cancellationToken);
        var answer = new AnswerInFlight(place, stream, resilience.ExpectsFinishReason);
        try
        {
            await answer.BeginAsync().ConfigureAwait(false);
            return answer;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What a reader gets of an answer that broke off, once it may ask again.</summary>
    private async Task<Exception> BrokenAsync(EndpointFault fault, Exception cause, CancellationToken cancellationToken)
    {
        if (!IsTransient(fault))
        {
            return EndpointException.Of(resilience.Endpoint, fault, attempts: 1, cause);
        }

        await Task.Delay(_backOff.After(fault, Interlocked.Increment(ref _brokenInARow) - 1), _time, cancellationToken).ConfigureAwait(false);
        return new AnswerBrokenOffException($"{resilience.Endpoint}: {fault.Message}", cause);
    }

    private EndpointFault? Fault(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? null : readFault(exception) ?? TransportFaults.Read(exception);

    /// <summary>An endpoint that wants to be left alone is left alone by all.</summary>
    private void Hold(EndpointFault? fault)
    {
        if (fault?.RetryAfter is { } wait && IsTransient(fault))
        {
            limiter.Hold(wait);
        }
    }

    private bool IsTransient(EndpointFault fault) => fault.IsTransient && !(fault.RetryAfter > resilience.LongestRetryAfter);

    private ResiliencePipeline Retries()
    {
        var retries = new ResiliencePipelineBuilder { TimeProvider = _time };
        if (resilience.Attempts > 1)
        {
            retries.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = resilience.Attempts - 1,
                ShouldHandle = new PredicateBuilder().Handle<EndpointException>(e => IsTransient(e.Fault)),
                DelayGenerator = args => new(args.Outcome.Exception is EndpointException e ? _backOff.After(e.Fault, args.AttemptNumber) : null),
            });
        }

        return retries.Build();
    }
}
