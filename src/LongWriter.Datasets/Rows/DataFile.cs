using System.Security.Cryptography;

namespace LongWriter.Datasets.Rows;

/// <summary>What all files of rows have in common.</summary>
public static class DataFile
{
    public static bool IsParquet(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <summary>SHA-256 of the file's bytes, in lower-case hexadecimal.</summary>
    /// <exception cref="DataFileException">It cannot be read.</exception>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <exception cref="DataFileException">It cannot be read.</exception>
    internal static FileStream OpenRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"cannot be read: {e.Message}", e);
        }
    }
}
