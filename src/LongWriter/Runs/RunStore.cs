using System.Globalization;
using System.Text;
using LongWriter.Text;

namespace LongWriter.Runs;

/// <summary>The runs of a user: one folder each, files a person can open.</summary>
/// <param name="home">The folder that holds <c>runs</c>.</param>
public sealed class RunStore(string home, TimeProvider? time = null)
{
    private const int LongestSlug = 40;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Where runs live: <c>LONGWRITER_HOME</c>, else <c>longwriter</c> in the user's data folder (<c>XDG_DATA_HOME</c>, or its default).</summary>
    public static string DefaultHome => Environment.GetEnvironmentVariable("LONGWRITER_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data ? data : Path.GetTempPath(), "longwriter");

    private string Folder => Path.Combine(home, "runs");

    /// <summary>Begins a run, named by its date, time and subject. What the request has of an earlier one stands in its journal at once.</summary>
    /// <exception cref="JournalException">Nothing can be written there.</exception>
    public Journal Create(WritingRequest request, RunSettings settings, string? output)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = _time.GetLocalNow();
        var subject = $"{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Slug(DocumentTitle.From(request.Instruction))}";
        for (var copy = 1; ; copy++)
        {
            var name = copy == 1 ? subject : $"{subject}~{copy}";
            if (Directory.Exists(Path.Combine(Folder, name)))
            {
                continue;
            }

            try
            {
                var header = new RunHeader(RunHeader.Version, name, now, request.Instruction, settings) { Words = request.Words, Seed = request.Seed, Plan = request.Plan, Outline = request.Outline, Output = output };
                return Journal.Create(Path.Combine(Folder, name), header, request.Past);
            }
            catch (JournalException e) when (Journal.IsTaken(e))
            {
                // Another process began a run of that name in the same moment.
            }
        }
    }

    /// <summary>All runs that can be read, the latest first.</summary>
    public IReadOnlyList<(string Name, JournalContent Content)> List()
    {
        var runs = new List<(string, JournalContent)>();
        foreach (var name in Names())
        {
            try
            {
                runs.Add((name, JournalContent.Read(Path.Combine(Folder, name, Journal.FileName))));
            }
            catch (JournalException)
            {
                // Named by `runs show`; a list is no place for it.
            }
        }

        return runs;
    }

    /// <summary>The folder of the run that is meant: by its name, the beginning of it, or without either the latest that is not finished.</summary>
    /// <exception cref="JournalException">There is none, or more than one.</exception>
    public string Find(string? name)
    {
        if (name is null)
        {
            return List().Where(run => run.Content.Finished is null).Select(run => Path.Combine(Folder, run.Name)).FirstOrDefault()
                ?? throw new JournalException(Folder, "there is no unfinished run; see `longwriter runs list`");
        }

        var found = Names().Where(known => known.Equals(name, StringComparison.Ordinal)).ToList();
        found = found.Count > 0 ? found : [.. Names().Where(known => known.StartsWith(name, StringComparison.Ordinal))];
        return found.Count switch
        {
            1 => Path.Combine(Folder, found[0]),
            0 => throw new JournalException(Folder, $"there is no run '{name}'; see `longwriter runs list`"),
            _ => throw new JournalException(Folder, $"'{name}' begins the names of {found.Count} runs: {string.Join(", ", found.Take(3))}{(found.Count > 3 ? ", …" : "")}"),
        };
    }

    private IEnumerable<string> Names() => Directory.Exists(Folder)
        ? Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, Journal.FileName))).Select(folder => Path.GetFileName(folder)!).OrderDescending(StringComparer.Ordinal)
        : [];

    private static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var c in title)
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().Trim('-');
        return text.Length <= LongestSlug ? text : text[..LongestSlug].TrimEnd('-');
    }
}
