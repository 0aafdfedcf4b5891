using LongWriter.Evaluation.Suites;

namespace LongWriter.Cli.Commands.Eval;

/// <summary>Where the official suites come from: once from the network, then from the user's cache folder.</summary>
internal static class OfficialFiles
{
    /// <summary>Far more than any of them has.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static SuiteCatalog Catalog(Surroundings around)
    {
        return new SuiteCatalog(Path.Combine(CacheFolder(around), "suites"), FetchAsync);

        async Task<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
        {
            await around.Error.WriteLineAsync($"fetching {address}");
            return await around.Fetch(address, cancellationToken);
        }
    }

    /// <summary>Gets a file over the network.</summary>
    public static async Task<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = s_patience, MaxResponseContentBufferSize = MostBytes };
        return await http.GetByteArrayAsync(address, cancellationToken);
    }

    /// <summary>This tool's folder for what can be had again: in <c>XDG_CACHE_HOME</c>, else where the system keeps such files.</summary>
    private static string CacheFolder(Surroundings around)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var cache = around.Variable("XDG_CACHE_HOME") is { Length: > 0 } set ? set
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            : home.Length == 0 ? Path.GetTempPath()
            : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
        return Path.Combine(cache, "longwriter");
    }
}
