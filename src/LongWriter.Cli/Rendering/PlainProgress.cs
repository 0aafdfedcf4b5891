namespace LongWriter.Cli.Rendering;

/// <summary>Progress as plain lines, one a section, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter error, TimeProvider time) : IEventReader
{
    private readonly Pace _pace = new(time);

    public async Task ReadAsync(WritingEvent happened)
    {
        _pace.Read(happened);
        if (Line(happened) is { } line)
        {
            await error.WriteLineAsync(line);
        }
    }

    public Task CloseAsync() => error.FlushAsync();

    private string? Line(WritingEvent happened) => happened switch
    {
        RunStarted started => $"{started.Title}: writing{(started.TargetWords is { } words ? $" {words:N0} words" : "")} with {started.Model}",
        PlanRepaired repair => $"plan: {repair.Reason}",
        OutlineReady outline => $"plan: {outline.Outline.Chapters.Count} chapters, {outline.TargetWords:N0} words",
        PlanReady { Chapter: > 0 } plan => $"chapter {plan.Chapter} of {_pace.Chapters}: {plan.Plan.Steps.Count} sections, {plan.TargetWords:N0} words",
        PlanReady plan => $"plan: {plan.Plan.Steps.Count} sections, {plan.TargetWords:N0} words",
        RunResumed resumed => $"resumed: {resumed.Sections} sections, {resumed.Words:N0} words stand already",
        HistoryWindowed cut => $"history: the context is full; the model now reads the text from section {cut.FromSection} on",
        SectionContinued more => $"section {more.Section}: goes on, {more.Reason}",
        SectionRevised revised => $"section {revised.Section}: revised, {Printable.Of(revised.Reason)}",
        SectionKept kept => $"section {kept.Section}: not revised, {kept.Reason}",
        SectionRestarted again => $"section {again.Section}: written again, {again.Reason}",
        SectionFinished finished when finished.Section.Number <= _pace.Resumed => null,
        SectionFinished { FinishReason: "length" } finished => Finished(finished) + " (cut at its token limit)",
        SectionFinished finished => Finished(finished),
        _ => null,
    };

    private string Finished(SectionFinished finished) =>
        $"section {finished.Section.Number}{(_pace.Chapters == 0 ? $" of {_pace.Plan!.Plan.Steps.Count}" : "")}: {finished.Section.Words} words, {_pace.Words:N0} of {_pace.Target:N0}, {_pace.WordsPerSecond:N0} words/s{(_pace.Left is { } left ? ", " + left : "")} — {Printable.Of(finished.Section.Heading)}";
}
