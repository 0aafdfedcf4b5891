using System.Security.Cryptography;
using System.Text;
using LongWriter.Evaluation.Judging;

namespace LongWriter.Evaluation.Running;

/// <summary>The votes in an evaluation's folder: a file for each judge, <c>judgements/JUDGE.jsonl</c>.</summary>
internal static class JudgementFiles
{
    private const string FolderName = "judgements";

    /// <summary>Letters of a judge's name that its file shows, so that people know it again.</summary>
    private const int LongestName = 60;

    public static RecordFile<Judgement> Open(string folder, string judge)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(judge);
        return RecordFile<Judgement>.Open(Path.Combine(folder, FolderName, Slug(judge) + ".jsonl"));
    }

    public static IReadOnlyDictionary<string, IReadOnlyList<Judgement>> ReadAll(string folder)
    {
        var path = Path.Combine(folder, FolderName);
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
