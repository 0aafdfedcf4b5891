namespace LongWriter.Datasets.Building;

/// <summary>Which rows a data set takes.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="NeedsLength">Whether an instruction has to state exactly one length.</param>
/// <param name="LeastScore">The least S_l of an answer to an instruction that states a length, 0 to 100; 0 takes all.</param>
public sealed record Recipe(string Name, bool NeedsLength, double LeastScore)
{
    /// <summary>An answer with a smaller share of the words aimed at is too short, in all recipes.</summary>
    public const double LeastShare = 0.5;

    /// <summary>An answer with a larger share of sentences that stood before in it is looping, in all recipes.</summary>
    public const double MostRepeated = 0.2;

    /// <summary>As LongWriter-6k was made (paper, section 3.2): any instruction; too short texts, refusals and failed plans out, labels off.</summary>
    public static Recipe SixThousand { get; } = new("6k", NeedsLength: false, LeastScore: 0);

    /// <summary>The stricter selection of arXiv 2410.10210: exactly one stated length, and S_l of 80 or more.</summary>
    public static Recipe Strict { get; } = new("strict", NeedsLength: true, LeastScore: 80);

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Recipe Find(string name) => name switch
    {
        "6k" => SixThousand,
        "strict" => Strict,
        _ => throw new ArgumentException($"there is no recipe '{name}'; there are 6k and strict", nameof(name)),
    };
}

/// <summary>What is made of a row beside its plain answer: the ablations of the paper (section 4.3).</summary>
public enum Variant
{
    /// <summary>The instruction and its text.</summary>
    Plain,

    /// <summary>The answer opens with its plan.</summary>
    Plan,

    /// <summary>The text stands already, the instruction is written for it.</summary>
    Backtranslate,
}
