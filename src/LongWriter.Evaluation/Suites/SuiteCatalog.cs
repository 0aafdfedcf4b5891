using System.Security.Cryptography;
using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Suites;

/// <summary>Turns what a user names as a suite into one: an official suite, one that ships inside, or a file.</summary>
/// <param name="cache">The folder that official files are kept in.</param>
/// <param name="fetch">Gets the bytes behind an address; may throw <see cref="HttpRequestException"/>, <see cref="IOException"/> or <see cref="TimeoutException"/>.</param>
public sealed class SuiteCatalog(string cache, Func<Uri, CancellationToken, Task<byte[]>> fetch)
{
    /// <summary>The suites that ship inside, written for this project.</summary>
    private static readonly string[] s_shipped = ["longwriter-write", "longwriter-ruler"];

    /// <summary>What can be named beside a file.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OfficialSuite.All.Select(suite => suite.Name), .. s_shipped];

    /// <param name="name">One of <see cref="Names"/>, or a file's path.</param>
    /// <exception cref="EvaluationFileException">There is no such suite, it cannot be had, or it cannot be read.</exception>
    public async Task<Suite> OpenAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return OfficialSuite.All.FirstOrDefault(known => known.Name == name) is { } official ? SuiteFile.Parse(name, name, await BytesAsync(official, cancellationToken).ConfigureAwait(false))
            : s_shipped.Contains(name, StringComparer.Ordinal) ? SuiteFile.Parse(name, name, Shipped(name))
            : File.Exists(name) ? SuiteFile.Load(name)
            : throw new EvaluationFileException(name, $"there is no suite of that name and no such file; {string.Join(", ", Names)} and files are possible");
    }

    private static byte[] Shipped(string name)
    {
        using var stream = typeof(SuiteCatalog).Assembly.GetManifestResourceStream(name + ".jsonl") ?? throw new EvaluationFileException(name, "is not in this build");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static bool IsWhole(OfficialSuite suite, byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes)) == suite.Sha256;

    private async Task<byte[]> BytesAsync(OfficialSuite suite, CancellationToken cancellationToken)
    {
        var path = Path.Combine(cache, suite.File);
        if (Kept(path) is { } kept && IsWhole(suite, kept))
        {
            return kept;
        }

        byte[] bytes;
        try
        {
            bytes = await fetch(suite.Address, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EvaluationFileException(suite.Name, $"cannot be fetched from {suite.Address}: {e.Message.TrimEnd('.')}. Where there is no network, get the file another way and name it: --suite FILE.", e);
        }

        if (!IsWhole(suite, bytes))
        {
            throw new EvaluationFileException(suite.Name, $"what came from {suite.Address} is not the file that is known (another checksum); get it another way and name it: --suite FILE.");
        }

        Keep(path, bytes);
        return bytes;
    }

    private static byte[]? Kept(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // fetched again
        }
    }

    /// <summary>Keeps a file for the next time; where that cannot be done it is fetched again then.</summary>
    private static void Keep(string path, byte[] bytes)
    {
        try
        {
            FolderFiles.Save(path, bytes);
        }
        catch (EvaluationFileException)
        {
            // Nothing is lost but time.
        }
    }
}
