namespace LongWriter.Fakes;

/// <summary>Plans as scripted, one plan a chapter, and writes as <see cref="CountingWriter"/> does.</summary>
internal sealed class PlanningClient(string outline, params string[] plans) : CountingWriter
{
    private int _plans;

    protected override string Answer(string prompt, long seed) =>
        prompt.StartsWith("Plan the chapters", StringComparison.Ordinal) ? outline
        : prompt.Contains("The chapter to plan: ", StringComparison.Ordinal) ? plans[_plans++]
        : base.Answer(prompt, seed);
}
