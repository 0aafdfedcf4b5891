using System.Globalization;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// Which characters are a letter and its marks written as one, and how marks are ordered: canonical decompositions and combining
/// classes of Unicode 14, which never change for a character once it has them. Hangul syllables are arithmetic and not in here.
/// </summary>
internal sealed class CanonicalForms
{
    private static readonly Lazy<CanonicalForms> s_loaded = new(() => new CanonicalForms());

    private readonly Dictionary<int, int[]> _parts = [];
    private readonly Dictionary<(int Letter, int Mark), int> _wholes = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly HashSet<int> _doubtful = [];

    private CanonicalForms()
    {
        using var resource = typeof(CanonicalForms).Assembly.GetManifestResourceStream("canonical-forms.txt")!;
        using var reader = new StreamReader(resource);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
            {
                Read(line);
            }
        }
    }

    public static CanonicalForms Loaded => s_loaded.Value;

    /// <summary>The one or two characters that a character stands for, or null.</summary>
    public int[]? Parts(int character) => _parts.GetValueOrDefault(character);

    /// <summary>The character that two stand for together, or null.</summary>
    public int? Whole(int first, int second) => _wholes.TryGetValue((first, second), out var whole) ? whole : null;

    /// <summary>0 for letters and other characters that marks gather around, else the class by which marks are ordered.</summary>
    public byte Class(int character) => _classes.GetValueOrDefault(character);

    /// <summary>Whether a text with this character may be in need of composing.</summary>
    public bool IsDoubtful(int character) => _doubtful.Contains(character);

    private void Read(string line)
    {
        var at = line.AsSpan().IndexOfAny('=', '!', ':');
        if (line[at] == ':')
        {
            var dash = line.IndexOf('-', StringComparison.Ordinal);
            for (var mark = Hex(line[..dash]); mark <= Hex(line[(dash + 1)..at]); mark++)
            {
                _classes[mark] = byte.Parse(line.AsSpan(at + 1), CultureInfo.InvariantCulture);
                _doubtful.Add(mark);
            }

            return;
        }

        var character = Hex(line[..at]);
        int[] parts = [.. line[(at + 1)..].Split(' ').Select(Hex)];
        _parts[character] = parts;
        if (line[at] == '=')
        {
            _wholes[(parts[0], parts[1])] = character;
            _doubtful.Add(parts[1]);
        }
        else
        {
            _doubtful.Add(character);
        }
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
