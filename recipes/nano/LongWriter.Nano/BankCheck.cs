using System.Text.RegularExpressions;
using LongWriter.Text;

namespace LongWriter.Nano;

/// <summary>The rules of recipes/nano/bank/README.md that a program can check.</summary>
internal static class BankCheck
{
    /// <returns>0, or 1 where a rule is broken; every breach is one line.</returns>
    public static int Run(Bank bank, TextWriter output)
    {
        var breaches = 0;
        void Breach(string what, string text)
        {
            breaches++;
            output.WriteLine($"{what}: {text}");
        }

        var known = bank.Known.Select(subject => (subject.Name, new Regex($@"\b{Regex.Escape(subject.Name)}\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)))).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (pool, role, frame) in bank.Frames)
        {
            var place = $"{pool}/{role}";
            var story = pool.StartsWith("story", StringComparison.Ordinal);
            if (!seen.Add(frame.Text))
            {
                Breach($"{place} twice", frame.Text);
            }

            if (frame.Slots.Distinct().Count() != frame.Slots.Length || frame.Slots.Any(slot => !"SFPTXAnN".Contains(slot, StringComparison.Ordinal)))
            {
                Breach($"{place} slots", frame.Text);
            }

            if (frame.Slots.Count(slot => "SFPTX".Contains(slot, StringComparison.Ordinal)) < (role is "transition" || story ? 1 : 2) && !(role is "closing" or "opening" && frame.Has('S')))
            {
                Breach($"{place} too few slots", frame.Text);
            }

            if (!story && frame.Text.StartsWith('{'))
            {
                Breach($"{place} begins with a slot", frame.Text);
            }

            var filled = frame.Fill(_ => "thing", new Random(1));
            if (WordCount.Of(filled) is < 8 or > 30 || !Regex.IsMatch(filled, @"[.?!]""?$", RegexOptions.None, TimeSpan.FromSeconds(1)) || filled.Any(c => c > 126 || char.IsDigit(c) || c is ';' or '(' or ')' or '[' or ']' or '{'))
            {
                Breach($"{place} form", frame.Text);
            }

            if (!story && Regex.IsMatch(frame.Text, @"\{S\}(?:'s| (?:is|are|was|were|has|have|does|do)\b)", RegexOptions.None, TimeSpan.FromSeconds(1)))
            {
                Breach($"{place} number of the subject", frame.Text);
            }

            foreach (var (name, pattern) in known)
            {
                if (pattern.IsMatch(frame.Text))
                {
                    Breach($"{place} names the subject {name}", frame.Text);
                }
            }
        }

        foreach (var facet in bank.Facets.Concat(bank.Scenes))
        {
            foreach (var (name, pattern) in known)
            {
                foreach (var word in (string[])[facet.Name, .. facet.People, .. facet.Things, .. facet.Troubles])
                {
                    if (pattern.IsMatch(word))
                    {
                        Breach($"facet {facet.Name} names the subject {name}", word);
                    }
                }
            }
        }

        foreach (var (text, where) in bank.Frames.Select(f => (f.Frame.Text, $"{f.Pool}/{f.Role}"))
            .Concat(bank.Known.SelectMany(k => k.Facets.SelectMany(f => f.Facts).Select(f => (f.Text, k.Name))))
            .Concat(bank.Heads.Select(h => (h.Noun, "heads"))).Concat(bank.Modifiers.Concat(bank.Persons).Concat(bank.Deeds).Select(w => (w, "lists")))
            .Concat(bank.Instructions.SelectMany(i => i.Value.Select(t => (t, i.Key))))
            .Concat(bank.Known.Select(k => (k.Name, "subjects"))))
        {
            if (HeldOut.Contains(text))
            {
                Breach($"{where} holds an evaluation subject", text);
            }
        }

        output.WriteLine($"{seen.Count} frames, {bank.Facets.Count} facets, {bank.Scenes.Count} scenes, {bank.Known.Count} subjects with {bank.Known.Sum(k => k.Facets.Sum(f => f.Facts.Length))} facts, {breaches} breaches");
        return breaches == 0 ? 0 : 1;
    }
}
