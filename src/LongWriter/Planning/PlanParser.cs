using LongWriter.Text;

namespace LongWriter.Planning;

/// <summary>
/// Reads plans as models write them: the paper's lines, <c>Paragraph k - Main Point: … - Word Count: … words</c>, in English or Chinese
/// and with every liberty models take, or JSON. What is no step (a preamble, a fence, a total) is passed over.
/// </summary>
public static class PlanParser
{
    /// <exception cref="PlanException">The text holds no step, or the steps come to more words than any document has.</exception>
    public static Plan Parse(string text) => Parse(text, out _);

    /// <param name="incomplete">Lines that begin like a step and then lack a main point or a word count.</param>
    /// <exception cref="PlanException">The text holds no step, or the steps come to more words than any document has.</exception>
    public static Plan Parse(string text, out IReadOnlyList<string> incomplete)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reading = PlanJson.Read(text) ?? PlanLines.Read(text);
        incomplete = reading.Incomplete;
        if (reading.Steps.Count == 0)
        {
            throw new PlanException("the model's answer holds no line of the form 'Paragraph 1 - Main Point: … - Word Count: … words'", text);
        }

        return reading.Steps.Sum(step => (long)step.Words) <= TargetLength.Most
            ? new Plan([.. reading.Steps.Select((step, i) => new PlanStep(i + 1, step.Point, step.Words))])
            : throw new PlanException($"the plan comes to more than {TargetLength.Most} words", text);
    }
}

/// <summary>What stands in a plan's text.</summary>
/// <param name="Incomplete">Lines that begin like a step and then lack a main point or a word count.</param>
internal sealed record PlanReading(IReadOnlyList<(string Point, int Words)> Steps, IReadOnlyList<string> Incomplete);
