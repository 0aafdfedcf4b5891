using System.Collections.Concurrent;
using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Datasets.Selecting.Asking;

/// <summary>Answers of a selector that are paid for: a line each as soon as it is given, so that no question is put twice. Thread-safe.</summary>
internal sealed class SelectorJournal : IDisposable
{
    private readonly LineFile _file;
    private readonly ConcurrentDictionary<string, SelectorAnswer> _answers = new(StringComparer.Ordinal);

    /// <exception cref="DataFileException">It cannot be written, is damaged, or another process is writing it.</exception>
    public SelectorJournal(string path)
    {
        var problems = new LineFileProblems(
            (at, problem, inner) => new DataFileException(at, problem, inner),
            "another process is selecting into this file; wait for it, or stop it",
            "Name another file to write.",
            "The answers in it are good; make room, or make it writable, and run the command again.");
        _file = LineFile.OpenOrCreate(path, path + ".lock", problems);
        foreach (var (number, line) in LineFile.Read(path))
        {
            try
            {
                var entry = JsonSerializer.Deserialize<Entry>(line.Span, EventJson.Options)!;
                _answers[entry.Key] = entry.Answer;
            }
            catch (JsonException e)
            {
                _file.Dispose();
                throw new DataFileException(path, $"line {number} is damaged; take it out, and its question is put again", e);
            }
        }
    }

    /// <summary>The answer that stands already, or the one that is asked for now.</summary>
    public async Task<SelectorAnswer> AnswerAsync(LongTextSelector selector, string prompt, CancellationToken cancellationToken)
    {
        var key = selector.Key(prompt);
        if (_answers.TryGetValue(key, out var known))
        {
            return known;
        }

        var answer = await selector.AskAsync(prompt, cancellationToken).ConfigureAwait(false);
        if (_answers.TryAdd(key, answer))
        {
            _file.Append(JsonSerializer.Serialize(new Entry(key, answer), EventJson.Options));
        }

        return answer;
    }

    public void Dispose() => _file.Dispose();

    private sealed record Entry(string Key, SelectorAnswer Answer);
}
