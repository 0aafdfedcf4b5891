using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;
using LongWriter.Inference.Model;
using LongWriter.Inference.Sampling;
using Microsoft.Extensions.AI;

namespace LongWriter.Inference.Chat;

/// <summary>
/// A model file as an <see cref="IChatClient"/>. The cache of the last call is kept: the next prompt pays only for what comes after
/// the longest common prefix of tokens, which the usage reports as cached.
/// </summary>
/// <remarks>
/// Thread-safe; calls run one after another. Honoured options: Temperature, TopP, Seed, MaxOutputTokens, StopSequences and the
/// additional properties <c>min_p</c> and <see cref="Written"/>; what a call leaves open is taken from the model file
/// (<see cref="RecommendedSampling"/>). A call without a seed takes 0: the same prompt gives the same text.
/// </remarks>
public sealed class LocalChatClient : IChatClient
{
    /// <summary>
    /// The additional property that holds the text which stands so far, a string. With it, a sentence that shares a run of words with
    /// that text or with the answer is drawn again, a few times at most, and the answer streams sentence by sentence.
    /// </summary>
    public const string Written = "longwriter.written";

    /// <summary>The usage's additional count of tokens that were drawn in vain for sentences that <see cref="Written"/> holds back.</summary>
    public const string Discarded = "longwriter.discarded";

    /// <summary>Words in a row that a sentence may not share with what stands.</summary>
    private const int RunLength = 7;

    private readonly LocalModel _model;
    private readonly LlamaSession _session;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ChatClientMetadata _metadata;
    private readonly CancellationTokenSource _closing = new();
    private float[]? _masked;
    private volatile Task _work = Task.CompletedTask;

    /// <param name="model">The model; stays the caller's to dispose, after this.</param>
    /// <param name="threads">Threads to compute with; 0 takes all cores, at most 16.</param>
    public LocalChatClient(LocalModel model, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _session = new LlamaSession(model.Weights, threads > 0 ? threads : Math.Min(Environment.ProcessorCount, 16));
        _metadata = new ChatClientMetadata("local", new Uri(Path.GetFullPath(model.Path)), model.Name);
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    /// <exception cref="ContextExceededException">The prompt does not fit the model's context.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        var slots = WordSlots.For(_model.Tokenizer);
        var prompt = _model.Template.EncodePrompt(messages.Select(message => new ChatTurn(message.Role.Value, message.Text)), slots);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _turn.WaitAsync(abandoned.Token).ConfigureAwait(false);
        var channel = Channel.CreateUnbounded<ChatResponseUpdate>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

        // The model computes on a thread of its own: a slow reader does not hold it up, and it never blocks the reader's.
        var work = _work = Task.Run(() => Answer(prompt, slots, options, channel.Writer, abandoned.Token), CancellationToken.None);
        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }

            await work.ConfigureAwait(false);
        }
        finally
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _turn.Release();
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType == typeof(LocalModel) ? _model
        : serviceType?.IsInstanceOfType(this) == true ? this
        : null;

    /// <summary>Ends a call that is under way, then frees the cache.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        ((IAsyncResult)_work).AsyncWaitHandle.WaitOne(); // its outcome belongs to the call
        _session.Dispose();
    }

    private void Answer(List<int> prompt, WordSlots? slots, ChatOptions? options, ChannelWriter<ChatResponseUpdate> output, CancellationToken cancellationToken)
    {
        try
        {
            // Disposed between its turn and here: nothing of the session may be touched.
            cancellationToken.ThrowIfCancellationRequested();
            var context = _model.Weights.Shape.ContextLength;
            if (prompt.Count >= context)
            {
                throw new ContextExceededException(prompt.Count, context, _model.Name);
            }

            var cached = Reuse(prompt);
            var logits = _session.Read(prompt[cached..], cancellationToken);
            var sampler = new Sampler(Sampling(options));
            var decoder = new StreamDecoder(_model.Tokenizer, slots);
            var stops = new StopSequences(options?.StopSequences);
            var most = Math.Min(options?.MaxOutputTokens ?? int.MaxValue, context - prompt.Count);
            var finish = ChatFinishReason.Length;
            var guard = Guard(options);
            var (completion, discarded) = (0, 0);
            var (sentence, before) = (_session.Tokens.Count, 0); // where the sentence under way begins: in the cache, in the answer
            while (completion < most)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var masked = Masked(logits, slots, endless: guard?.BeginsAgain == true);
                var token = sampler.Next(masked, guard?.Warmth ?? 1);
                var surprise = guard is null ? 0 : Sampler.Surprise(masked, token);
                completion++;
                if (token == _model.Template.EndOfTurn || token == _model.Tokenizer.Vocabulary.EosId)
                {
                    finish = ChatFinishReason.Stop;
                    break;
                }

                var piece = decoder.Push(token);
                if (guard?.Begins(piece) == true)
                {
                    Emit(stops.Push(guard.Accept()));
                    (sentence, before) = (_session.Tokens.Count, completion - 1);
                }

                if (guard?.Push(piece, surprise) == false)
                {
                    (discarded, completion) = (discarded + completion - before, before);
                    decoder = new StreamDecoder(_model.Tokenizer, slots);
                    logits = Rewind(sentence, cancellationToken);
                    continue;
                }

                Emit(guard is null ? stops.Push(piece) : "");
                if (stops.Hit)
                {
                    finish = ChatFinishReason.Stop;
                    break;
                }

                if (completion < most)
                {
                    logits = _session.Read([token], cancellationToken);
                }
            }

            if (!stops.Hit)
            {
                // The replacement of a character that was cut off may complete a stop, too.
                Emit(stops.Push(guard?.Accept() + decoder.Finish()));
                finish = stops.Hit ? ChatFinishReason.Stop : finish;
                Emit(stops.Finish());
            }

            var usage = new UsageDetails { InputTokenCount = prompt.Count, CachedInputTokenCount = cached, OutputTokenCount = completion, TotalTokenCount = prompt.Count + completion };
            if (discarded > 0)
            {
                usage.AdditionalCounts = new AdditionalPropertiesDictionary<long> { [Discarded] = discarded };
            }

            output.TryWrite(new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]) { FinishReason = finish, ModelId = _model.Name });
            output.Complete();
        }
        catch (ArithmeticException e)
        {
            output.Complete(new ModelFileException(_model.Path, $"computes values that are no numbers ({e.Message}): the file is damaged, or its weights overflow here", e));
        }
        catch (Exception e)
        {
            output.Complete(e);
        }

        void Emit(string text)
        {
            if (text.Length > 0)
            {
                output.TryWrite(new ChatResponseUpdate(ChatRole.Assistant, text) { ModelId = _model.Name });
            }
        }
    }

    /// <summary>Cuts the cache to the longest common prefix; at least one token is left to read, for its logits.</summary>
    private int Reuse(List<int> prompt)
    {
        var common = 0;
        var most = Math.Min(prompt.Count - 1, _session.Tokens.Count);
        while (common < most && _session.Tokens[common] == prompt[common])
        {
            common++;
        }

        _session.Truncate(common);
        return common;
    }

    /// <summary>Cuts the cache to its first <paramref name="count"/> tokens and returns the logits after them, the same bits as before.</summary>
    private ReadOnlySpan<float> Rewind(int count, CancellationToken cancellationToken)
    {
        var last = _session.Tokens[count - 1];
        _session.Truncate(count - 1);
        return _session.Read([last], cancellationToken);
    }

    private SentenceGuard? Guard(ChatOptions? options)
    {
        if (options?.AdditionalProperties?.GetValueOrDefault(Written) is not string written)
        {
            return null;
        }

        var memory = new PhraseMemory(RunLength);
        memory.Add(written);
        return new SentenceGuard(memory, _model.Sampling.SentenceSurprise);
    }

    /// <summary>The logits without the slots that hold no word; a copy, the session's own row stays what the model said.</summary>
    /// <param name="endless">Whether the answer must not end here.</param>
    private ReadOnlySpan<float> Masked(ReadOnlySpan<float> logits, WordSlots? slots, bool endless)
    {
        if (slots is null && !endless)
        {
            return logits;
        }

        _masked ??= new float[logits.Length];
        logits.CopyTo(_masked);
        slots?.Mask(_masked);
        foreach (var end in (ReadOnlySpan<int>)(endless ? [_model.Template.EndOfTurn, _model.Tokenizer.Vocabulary.EosId ?? -1] : []))
        {
            if (end >= 0 && end < _masked.Length)
            {
                _masked[end] = float.NegativeInfinity;
            }
        }

        return _masked;
    }

    private SamplingOptions Sampling(ChatOptions? options)
    {
        var minP = options?.AdditionalProperties?.GetValueOrDefault("min_p") is { } value ? Convert.ToSingle(value, CultureInfo.InvariantCulture) : _model.Sampling.MinP;
        return new SamplingOptions(options?.Temperature ?? _model.Sampling.Temperature, options?.TopP ?? _model.Sampling.TopP, minP, options?.Seed ?? 0);
    }
}
