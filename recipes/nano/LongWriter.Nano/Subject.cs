namespace LongWriter.Nano;

/// <summary>What one document is about.</summary>
/// <param name="Asked">As the instruction says it: "garden walls", "a young baker who finds a map".</param>
/// <param name="Named">As the text says it: "garden walls", "the young baker".</param>
/// <param name="Facets">Facets of its own, empty for most subjects.</param>
internal sealed record Subject(string Asked, string Named, Facet[] Facets);

/// <summary>
/// Makes subjects: known ones, and a stream of unknown ones (nouns with modifiers, invented names, invented words), so that the
/// model learns to carry over whatever stands in the instruction, letter by letter where it has to.
/// </summary>
internal sealed class SubjectMaker(Bank bank, Random random)
{
    private static readonly string[] s_onsets = ["b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gl", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "qu", "r", "s", "sc", "sh", "sl", "sp", "st", "str", "t", "th", "tr", "v", "w", "z", "", "", ""];
    private static readonly string[] s_vowels = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "io", "oo", "ou", "y", "a", "e", "i", "o", "u", "a", "e", "o"];
    private static readonly string[] s_codas = ["", "", "", "", "b", "ck", "d", "ft", "g", "l", "ld", "ll", "m", "mp", "n", "nd", "ng", "nt", "p", "r", "rd", "rk", "rn", "rt", "s", "sk", "ss", "st", "t", "th", "tt", "x"];
    private static readonly string[] s_letters = [.. "abcdefghijklmnopqrstuvwxyz".Select(letter => letter.ToString())];
    private static readonly string[] s_vowelLetters = ["a", "e", "i", "o", "u"];
    private static readonly string[] s_plural = ["s", "s", "s", "ers", "ings", "ies", "es", "tions", "als", "ons"];
    private static readonly string[] s_mass = ["", "ing", "ism", "ery", "ics", "ology", "ment", "ry", "ation", "work", "ness", "ture"];
    private static readonly string[] s_adjective = ["al", "ic", "ous", "ish", "ian", "an", "ary", "ern", "ed", "y"];
    private static readonly string[] s_bodies = ["Republic", "Valley", "River", "Kingdom", "Coast", "Island", "School", "Railway", "Order", "Desert", "Bridge", "Museum", "Forest", "League", "Canal", "Plateau", "Dynasty", "Harbor", "Festival", "Observatory", "Peninsula", "Academy", "Pass", "Archive", "Highlands"];

    private readonly string[] _common = [.. bank.Heads.Where(head => head.Number != "proper").Select(head => head.Noun)];

    /// <summary>An invented name: for counting the words that are not subjects.</summary>
    public Subject Invented()
    {
        var name = Plain();
        return new Subject(name, name, []);
    }

    /// <summary>A subject of the bank, with facets and facts of its own.</summary>
    public Subject Known()
    {
        var known = Frame.Pick(bank.Known, random);
        return new Subject(known.Name, known.Name, known.Facets);
    }

    /// <summary>A thing, craft, place, animal or idea.</summary>
    public Subject Thing()
    {
        // Facets of their own hold words that no prompt shows; many of them would teach the model to invent such words for any subject.
        if (random.NextDouble() < 0.03)
        {
            return Known();
        }

        var name = random.Next(15) switch
        {
            < 3 => $"{Frame.Pick(bank.Modifiers, random)} {Common()}",
            < 5 => Head(),
            5 => $"{Adjective()} {Common()}",
            6 => $"{Frame.Pick(bank.Modifiers, random)} {Plain()}",
            7 => Plain(),
            8 => Proper(),
            9 => $"the {Proper()}{Adjectival()} {Frame.Pick(s_bodies, random)}",
            10 => $"{Proper()} {Plain()}",
            11 => $"the {Proper()}{Adjectival()} {Proper()}",
            12 => $"the {Frame.Pick(bank.Modifiers, random)} {Word()}",
            13 => $"the {Frame.Pick(bank.Modifiers, random)} {Common()}",
            _ => random.Next(3) switch
            {
                0 => $"{Common()} in {Proper()}",
                1 => $"{Plain()} and {Common()}",
                _ => $"the {Adjective()} {Word()}",
            },
        };
        return new Subject(name, name, []);
    }

    /// <summary>A person with a deed, for stories.</summary>
    public Subject Person()
    {
        var noun = random.Next(5) == 0 ? Word() + Frame.Pick(["er", "or", "ist", "man", "maker", "ine", "ess", "keeper"], random) : Frame.Pick(bank.Persons, random);
        var modifier = random.Next(4) switch
        {
            0 => "",
            1 => Adjective() + " ",
            _ => Frame.Pick(bank.PersonModifiers, random) + " ",
        };
        var phrase = modifier + noun;
        var article = "aeiou".Contains(phrase[0], StringComparison.Ordinal) ? "an" : "a";
        return new Subject($"{article} {phrase} {Frame.Pick(bank.Deeds, random)}", $"the {phrase}", []);
    }

    private string Head() => Frame.Pick(bank.Heads, random).Noun;

    private string Common() => Frame.Pick(_common, random);

    private string Plain() => random.Next(2) == 0 ? Word() + Frame.Pick(s_plural, random) : Word() + Frame.Pick(s_mass, random);

    private string Adjective() => Word() + Frame.Pick(s_adjective, random);

    private string Adjectival() => random.Next(3) == 0 ? Frame.Pick(["n", "ian", "an", "ese", "ic"], random) : "";

    private string Proper()
    {
        var word = Word() + Frame.Pick(["", "", "a", "ia", "o", "en", "land", "ar", "is"], random);
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    /// <summary>An invented word of one to three syllables; never one of the words kept for evaluation.</summary>
    private string Word()
    {
        while (true)
        {
            // A third are strings of letters with no sound to them: what cannot be guessed has to be copied.
            var word = random.Next(3) == 0
                ? string.Concat(Enumerable.Range(0, 3 + random.Next(6)).Select(_ => Frame.Pick(random.Next(2) == 0 ? s_letters : s_vowelLetters, random)))
                : string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Frame.Pick(s_onsets, random) + Frame.Pick(s_vowels, random) + Frame.Pick(s_codas, random)));
            if (word.Length is >= 3 and <= 10 && !HeldOut.Contains(word))
            {
                return word;
            }
        }
    }
}
