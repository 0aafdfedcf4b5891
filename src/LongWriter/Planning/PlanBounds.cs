namespace LongWriter.Planning;

/// <summary>What size the steps of a plan may have.</summary>
/// <param name="Least">Least words a step may keep after rescaling; below, it says nothing.</param>
/// <param name="LeastMean">Least mean of the steps' words; more steps than that allows are merged.</param>
/// <param name="Most">Most words of a step; larger ones are split.</param>
public sealed record PlanBounds(int Least, int LeastMean, int Most)
{
    /// <summary>Sections: the paper asks for 200 to 1,000 words in each, and models lose count beyond.</summary>
    public static PlanBounds Sections { get; } = new(50, 150, 1000);

    /// <summary>Chapters: small enough for one plan of sections each.</summary>
    public static PlanBounds Chapters { get; } = new(500, 1500, 10_000);

    /// <summary>A person's own plan: as it is.</summary>
    public static PlanBounds Own { get; } = new(1, 1, int.MaxValue);
}
