using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Training.Models;

namespace LongWriter.Training.Align;

/// <summary>
/// The reference model's log-probabilities of all pairs, computed once and kept in a JSONL file: a first line with the fingerprint
/// of what they come from, then one line a pair. A file that was cut short goes on from its last whole line.
/// </summary>
internal sealed class ReferenceScores
{
    private readonly string _path;
    private readonly Dictionary<int, PairScore> _scores = [];

    private ReferenceScores(string path) => _path = path;

    /// <summary>By line of the preference file.</summary>
    public IReadOnlyDictionary<int, PairScore> ByLine => _scores;

    /// <summary>SHA-256 over the reference's files, the data, the chat template and the number of prefixes.</summary>
    /// <exception cref="ModelFileException">One of the files cannot be read.</exception>
    public static string Fingerprint(string referenceFolder, string dataPath, int prefixes, bool bf16, string template = ChatTemplate.Llama3Jinja)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{template}\n{prefixes}\n{(bf16 ? "bf16" : "fp32")}\n"));
        foreach (var path in (string[])[Path.Combine(referenceFolder, ModelFolder.Config), Path.Combine(referenceFolder, ModelFolder.TokenizerFile), .. WeightFiles.Of(referenceFolder), dataPath])
        {
            try
            {
                using var stream = File.OpenRead(path);
                hash.AppendData(SHA256.HashData(stream));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ModelFileException(path, $"cannot be read: {e.Message}", e);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The scores that a file already holds, none where there is no file.</summary>
    /// <exception cref="ModelFileException">The file is of another reference, data or template.</exception>
    public static ReferenceScores Open(string path, string fingerprint)
    {
        var scores = new ReferenceScores(path);
        List<string> lines = File.Exists(path) ? [.. WholeLines(path)] : [];
        if (lines.Count > 0 && Header(lines[0]) != fingerprint)
        {
            throw new ModelFileException(path, "holds scores of another reference model, preference file, template or loss; give another --scores or delete it");
        }

        foreach (var line in lines.Skip(1))
        {
            try
            {
                var row = JsonSerializer.Deserialize<Row>(line, s_json)!;
                scores._scores[row.Line] = new PairScore(row.Chosen, row.Rejected);
            }
            catch (JsonException e)
            {
                throw new ModelFileException(path, $"is broken: {e.Message}; delete it and the scores are computed anew", e);
            }
        }

        File.WriteAllLines(path + ".tmp", lines.Count > 0 ? lines : [JsonSerializer.Serialize(new { fingerprint })]);
        File.Move(path + ".tmp", path, overwrite: true);
        return scores;
    }

    /// <summary>Computes and keeps what is missing.</summary>
    /// <param name="pairs">All pairs in the order of their lines; those longer than a pack are passed over.</param>
    /// <param name="progress">Told the pairs scored so far after every pack.</param>
    public void Complete(IEnumerable<PreferencePair> pairs, DecoderModel reference, int packLength, int prefixes, Action<int> progress, CancellationToken cancelled)
    {
        using var file = new StreamWriter(_path, append: true);
        var group = new List<PreferencePair>();
        foreach (var pair in pairs.Where(pair => pair.Length <= packLength && !_scores.ContainsKey(pair.Line)))
        {
            if (group.Sum(other => other.Length) + pair.Length > packLength)
            {
                Write();
            }

            group.Add(pair);
        }

        Write();

        void Write()
        {
            cancelled.ThrowIfCancellationRequested();
            if (group.Count == 0)
            {
                return;
            }

            foreach (var (pair, score) in group.Zip(PairScoring.Score(reference, PairPack.Of(group), prefixes)))
            {
                _scores[pair.Line] = score;
                file.WriteLine(JsonSerializer.Serialize(new Row(pair.Line, score.Chosen, score.Rejected), s_json));
            }

            file.Flush();
            progress(_scores.Count);
            group.Clear();
        }
    }

    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static string? Header(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("fingerprint", out var value) ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A last line without an end was cut by a crash.</summary>
    private static string[] WholeLines(string path)
    {
        var text = File.ReadAllText(path);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed record Row(int Line, double[] Chosen, double[] Rejected);
}
