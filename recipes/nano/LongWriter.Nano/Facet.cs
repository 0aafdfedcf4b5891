namespace LongWriter.Nano;

/// <summary>A side of a subject (or the place of a scene) with the words that go with it.</summary>
/// <param name="Stage">1 to 9: where in a document it belongs.</param>
/// <param name="Facts">Sentences true of one known subject; empty for generic facets.</param>
internal sealed record Facet(int Stage, string Name, string[] People, string[] Things, string[] Troubles, Frame[] Facts)
{
    public static Facet Parse(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        string[] Words(int part, string label) => parts[part].StartsWith(label + ":", StringComparison.Ordinal)
            ? parts[part][(label.Length + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : throw new FormatException($"'{line}': part {part + 1} should begin with '{label}:'");
        return new Facet(int.Parse(parts[0]), parts[1], Words(2, "people"), Words(3, "things"), Words(4, "troubles"), []);
    }
}

/// <summary>A subject of the bank with facets and facts of its own.</summary>
/// <param name="Number">plural or mass.</param>
internal sealed record KnownSubject(string Name, string Number, Facet[] Facets)
{
    public static IEnumerable<KnownSubject> Read(string path)
    {
        foreach (var block in ("\n" + File.ReadAllText(path)).Split("\n#", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var lines = block.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var header = lines[0].Split('|', StringSplitOptions.TrimEntries);
            var facets = new List<Facet>();
            foreach (var line in lines[1..])
            {
                if (line.StartsWith("- ", StringComparison.Ordinal))
                {
                    facets[^1] = facets[^1] with { Facts = [.. facets[^1].Facts, new Frame(line[2..])] };
                }
                else
                {
                    facets.Add(Facet.Parse(line));
                }
            }

            yield return new KnownSubject(header[0], header[1], [.. facets]);
        }
    }
}
