using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LongWriter.Evaluation.Judging;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Running;

/// <summary>The votes of one judge in an evaluation's folder, <c>judgements/JUDGE.jsonl</c>, open to be gone on with.</summary>
/// <remarks>Appending is thread-safe.</remarks>
public sealed class JudgementFile : IDisposable
{
    private const string FolderName = "judgements";

    /// <summary>Letters of a judge's name that its file shows, so that people know it again.</summary>
    private const int LongestName = 60;

    private readonly LineFile _file;

    private JudgementFile(LineFile file, IReadOnlyList<Judgement> past) => (_file, Past) = (file, past);

    public string Path => _file.Path;

    /// <summary>What stood in it when it was opened.</summary>
    public IReadOnlyList<Judgement> Past { get; }

    /// <summary>Keeps a vote; it is on the disk when this returns.</summary>
    /// <exception cref="EvaluationFileException">The disk is full or gone; what stands stays good.</exception>
    public void Append(Judgement judgement) => _file.Append(JsonSerializer.Serialize(judgement, EventJson.Options));

    public void Dispose() => _file.Dispose();

    internal static JudgementFile Open(string folder, string judge)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(judge);
        var path = System.IO.Path.Combine(folder, FolderName, Slug(judge) + ".jsonl");
        var file = LineFile.OpenOrCreate(path, System.IO.Path.ChangeExtension(path, ".lock"), FolderFiles.Problems);
        try
        {
            return new JudgementFile(file, [.. FolderFiles.Read<Judgement>(path)]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static IReadOnlyDictionary<string, IReadOnlyList<Judgement>> ReadAll(string folder)
    {
        var path = System.IO.Path.Combine(folder, FolderName);
        IEnumerable<string> files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.jsonl").Order(StringComparer.Ordinal) : [];
        return files.SelectMany(FolderFiles.Read<Judgement>).GroupBy(judgement => judgement.Judge, StringComparer.Ordinal).ToDictionary(votes => votes.Key, IReadOnlyList<Judgement> (votes) => [.. votes], StringComparer.Ordinal);
    }

    /// <summary>A judge's name as a file's: where that loses anything of it, the beginning of its hash tells it from others.</summary>
    private static string Slug(string judge)
    {
        var slug = string.Concat(judge.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))[..Math.Min(judge.Length, LongestName)].TrimStart('.');
        return slug == judge && !slug.Any(char.IsAsciiLetterUpper) ? slug : $"{slug}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(judge)))[..8]}";
    }
}
