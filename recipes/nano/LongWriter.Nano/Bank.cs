namespace LongWriter.Nano;

/// <summary>The phrase bank on disk, read once. See recipes/nano/bank/README.md for the files and their rules.</summary>
internal sealed class Bank
{
    private readonly string _folder;
    private readonly Dictionary<(string Pool, string Role), Frame[]> _frames = [];

    public Bank(string folder)
    {
        _folder = folder;
        foreach (var pool in Directory.GetDirectories(Path.Combine(folder, "frames")).Order(StringComparer.Ordinal))
        {
            foreach (var file in Directory.GetFiles(pool, "*.txt").Order(StringComparer.Ordinal))
            {
                _frames[(Path.GetFileName(pool), Path.GetFileNameWithoutExtension(file))] = [.. Lines(file).Select(line => new Frame(line))];
            }
        }

        Facets = [.. Lines(Path.Combine(folder, "facets", "generic.txt")).Select(Facet.Parse)];
        Scenes = [.. Lines(Path.Combine(folder, "facets", "story.txt")).Select(Facet.Parse)];
        Known = [.. Directory.GetFiles(Path.Combine(folder, "subjects"), "*.txt").Order(StringComparer.Ordinal).SelectMany(KnownSubject.Read)];
        Heads = [.. Lines("heads").Select(line => line.Split(" | ")).Select(parts => (parts[0], parts[1]))];
        Modifiers = Lines("modifiers");
        Persons = Lines("persons");
        PersonModifiers = Lines("person-modifiers");
        Deeds = Lines("deeds");
        Names = Lines("names");
        Headings = [.. Lines("headings").Select(line => new Frame(line))];
        StoryHeadings = [.. Lines("headings-story").Select(line => new Frame(line))];
        Plans = [.. Lines("plans").Select(line => new Frame(line))];
        StoryPlans = [.. Lines("plans-story").Select(line => new Frame(line))];
        Instructions = Directory.GetFiles(Path.Combine(folder, "instructions"), "*.txt").ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, Lines, StringComparer.Ordinal);
    }

    public IReadOnlyList<Facet> Facets { get; }

    /// <summary>Places of stories, in the same form as facets.</summary>
    public IReadOnlyList<Facet> Scenes { get; }

    public IReadOnlyList<KnownSubject> Known { get; }

    public IReadOnlyList<(string Number, string Noun)> Heads { get; }

    public string[] Modifiers { get; }

    public string[] Persons { get; }

    public string[] PersonModifiers { get; }

    public string[] Deeds { get; }

    public string[] Names { get; }

    public Frame[] Headings { get; }

    public Frame[] StoryHeadings { get; }

    public Frame[] Plans { get; }

    public Frame[] StoryPlans { get; }

    /// <summary>Instruction templates by kind.</summary>
    public IReadOnlyDictionary<string, string[]> Instructions { get; }

    /// <summary>All frames with their pool and role.</summary>
    public IEnumerable<(string Pool, string Role, Frame Frame)> Frames => _frames.SelectMany(entry => entry.Value.Select(frame => (entry.Key.Pool, entry.Key.Role, frame)));

    /// <summary>The frames of a role over several pools.</summary>
    public Frame[] Role(string role, params string[] pools) => [.. pools.SelectMany(pool => _frames.GetValueOrDefault((pool, role)) ?? [])];

    private string[] Lines(string name) => [.. (Path.IsPathRooted(name) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? File.ReadLines(name) : File.ReadLines(Path.Combine(_folder, name + ".txt")))
        .Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
}
