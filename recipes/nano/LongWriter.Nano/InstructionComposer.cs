using System.Globalization;
using LongWriter.Text;

namespace LongWriter.Nano;

/// <summary>Words an instruction for a subject, a kind of document and a length.</summary>
internal sealed class InstructionComposer(Bank bank, Random random)
{
    /// <summary>Kinds of documents and how often each comes up.</summary>
    public static readonly (string Kind, double Share)[] Kinds =
    [
        ("article", 0.22), ("essay", 0.12), ("guide", 0.14), ("report", 0.11), ("lesson", 0.10), ("letter", 0.10), ("story", 0.09), ("story-person", 0.12),
    ];

    private static readonly string[] s_expository = ["article", "essay", "report"];

    /// <summary>"The impact of one thing on another": the text is about the first.</summary>
    private static readonly string[] s_bearings = ["impact", "effect", "influence", "effects"];

    private static readonly int[] s_usual = [300, 400, 500, 600, 800, 1000, 1000, 1200, 1500, 2000, 2000, 2500, 3000, 4000, 5000, 5000, 6000, 8000, 10_000, 10_000, 12_000, 15_000, 20_000, 20_000, 25_000, 30_000, 40_000, 50_000, 50_000, 60_000, 80_000, 100_000, 100_000, 100_000, 120_000, 150_000];

    public string Kind()
    {
        var at = random.NextDouble();
        foreach (var (kind, share) in Kinds)
        {
            at -= share;
            if (at < 0)
            {
                return kind;
            }
        }

        return Kinds[0].Kind;
    }

    /// <summary>A length people ask for, between the bounds, shorter ones more often; one in ten is no round number.</summary>
    public int Words(int least, int most)
    {
        var usual = Array.FindAll(s_usual, words => words >= least && words <= most);
        if (usual.Length > 0 && random.Next(2) == 0)
        {
            return Frame.Pick(usual, random);
        }

        var words = Between(least, most);
        var grain = random.Next(5) == 0 ? 1 : words < 1000 ? 50 : words < 5000 ? 100 : 1000;
        return Math.Max(grain, (int)Math.Round(words / grain) * grain);
    }

    /// <summary>A number between the bounds whose logarithm is evenly drawn.</summary>
    public double Between(int least, int most) => Math.Exp(Math.Log(least) + (random.NextDouble() * (Math.Log(most) - Math.Log(least))));

    public string Compose(string kind, Subject subject, int words)
    {
        var template = s_expository.Contains(kind, StringComparer.Ordinal) && random.Next(8) == 0
            ? $"Write a {{L}}-word {(random.Next(3) == 0 ? "paper" : kind)} on the {Frame.Pick(s_bearings, random)} of {{S}} on {new SubjectMaker(bank, random).Thing().Asked}"
            : Frame.Pick(bank.Instructions[kind], random);
        var digits = words.ToString(words >= 1000 && random.Next(2) == 0 ? "N0" : "D", CultureInfo.InvariantCulture);
        var text = template.Replace("{S}", subject.Asked, StringComparison.Ordinal).Replace("{L}", digits, StringComparison.Ordinal);
        return template.Contains("{L}", StringComparison.Ordinal) ? text : Instruction.WithLength(text, words);
    }
}
