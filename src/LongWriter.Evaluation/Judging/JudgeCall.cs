using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LongWriter.Chat;
using LongWriter.Evaluation.Judging.Answers;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Evaluation.Judging;

/// <summary>One question to a judge, put once more where its answer cannot be used.</summary>
/// <typeparam name="T">What an answer says.</typeparam>
/// <param name="judge">Who is asked.</param>
/// <param name="read">Reads an answer; the problem is null where it can be used.</param>
/// <param name="repair">What is said to an answer that cannot be used, with <c>$PROBLEM$</c> in it.</param>
internal sealed class JudgeCall<T>(Judge judge, JudgeOptions options, Func<string, (T Value, string? Problem)> read, string repair)
    where T : class
{
    /// <param name="Value">Null where the answer cannot be used.</param>
    /// <param name="Raw">The last answer as it came.</param>
    /// <param name="Retries">1 where the judge was asked once more.</param>
    public sealed record Outcome(T? Value, string Raw, string? Problem, int Retries, TokenUsage Usage);

    /// <param name="identity">What tells the question from all others that this judge is asked.</param>
    public async Task<Outcome> AskAsync(string prompt, string identity, int maxOutputTokens, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage> { new(ChatRole.User, prompt) };
        var usage = new TokenUsage(0, 0, 0);
        var raw = "";
        for (var attempt = 0; ; attempt++)
        {
            ChatResponse response;
            try
            {
                response = await judge.Client.GetResponseAsync(messages, Call(prompt, identity, attempt, maxOutputTokens), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException && options.Concerns(e) is { } problem)
            {
                return new Outcome(null, raw, problem, attempt, usage);
            }

            usage += TokenUsage.Of(response.Usage ?? new UsageDetails());
            raw = response.Text;
            var (value, wrong) = read(raw);
            if (wrong is null)
            {
                return new Outcome(value, raw, null, attempt, usage);
            }

            if (response.FinishReason == ChatFinishReason.ContentFilter || (!raw.Contains('{', StringComparison.Ordinal) && Refusal.Is(raw)))
            {
                // Who will not judge a text is not talked into it.
                return new Outcome(null, raw, "the judge refused", attempt, usage);
            }

            wrong = response.FinishReason == ChatFinishReason.Length ? $"it was cut off at {maxOutputTokens:N0} tokens, and {wrong}" : wrong;
            if (attempt > 0)
            {
                return new Outcome(null, raw, $"the judge's answer cannot be used: {wrong}", attempt, usage);
            }

            // Some endpoints take no empty turn.
            var told = repair.Replace("$PROBLEM$", wrong, StringComparison.Ordinal);
            messages = string.IsNullOrWhiteSpace(raw)
                ? [new ChatMessage(ChatRole.User, $"{prompt}\n\n{told}")]
                : [messages[0], new ChatMessage(ChatRole.Assistant, raw), new ChatMessage(ChatRole.User, told)];
        }
    }

    /// <summary>
    /// The seed is drawn from all that tells a call from others. It makes votes differ, and keeps a cache that looks at messages and options
    /// alone (as that of Microsoft.Extensions.AI does) from serving one vote, or one judge, with the answer of another.
    /// </summary>
    private ChatOptions Call(string prompt, string identity, int attempt, int maxOutputTokens)
    {
        var all = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', "judge", judge.Name, options.Seed, identity, attempt, prompt)));
        return new ChatOptions { Temperature = options.Temperature, MaxOutputTokens = maxOutputTokens, Seed = BinaryPrimitives.ReadUInt32LittleEndian(all) & 0x7FFFFFFF };
    }
}
