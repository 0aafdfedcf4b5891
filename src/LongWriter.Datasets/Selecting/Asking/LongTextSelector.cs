using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace LongWriter.Datasets.Selecting.Asking;

/// <summary>Has a model say of a prompt whether it needs a long text.</summary>
/// <param name="client">The model; what it needs of retries is around it.</param>
/// <param name="model">Its name: answers of one are no answers of another.</param>
/// <param name="words">Words that a prompt has to need.</param>
internal sealed class LongTextSelector(IChatClient client, string model, int words)
{
    private static readonly string s_prompt = Read();

    /// <summary>What tells a question from all others: model, wording, words and prompt; the first 16 hex digits of a SHA-256.</summary>
    public string Key(string prompt) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', model, Question(prompt)))))[..16];

    /// <exception cref="Exception">As the client's calls.</exception>
    public async Task<SelectorAnswer> AskAsync(string prompt, CancellationToken cancellationToken)
    {
        var answer = await client.GetResponseAsync(Question(prompt), new ChatOptions { Temperature = 0 }, cancellationToken).ConfigureAwait(false);
        return AnswerReading.Of(answer.Text);
    }

    private string Question(string prompt) =>
        s_prompt.Replace("{WORDS}", words.ToString("N0", CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("{REQUEST}", prompt, StringComparison.Ordinal);

    private static string Read()
    {
        using var stream = typeof(LongTextSelector).Assembly.GetManifestResourceStream("datasets.select.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
