// Shows what happens while a document is written. Events form a closed set: a switch can name them all.
//
//   FollowEvents "Write a 500-word guide to old bridges"

using System.Globalization;
using LongWriter;
using LongWriter.Providers;

var instruction = args is [var given] ? given : "Write a 500-word guide to old bridges";
using var model = ModelCatalog.Open(ModelCatalog.Embedded);
var writer = new DocumentWriter(model.Client, new WriterOptions { Context = model.Context, SendsWritten = true });

// Ctrl+C ends the stream; what was yielded before stays valid.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

await foreach (var happened in writer.WriteAsync(new WritingRequest(instruction) { Seed = 7 }, stop.Token))
{
    Console.Write(happened switch
    {
        RunStarted started => $"{started.Title}: {started.TargetWords?.ToString(CultureInfo.InvariantCulture) ?? "an open number of"} words with {started.Model}\n",
        PlanRepaired repair => $"  the plan was changed: {repair.Reason}\n",
        PlanReady plan => string.Concat(plan.Plan.Steps.Select(step => $"  {step.Number,2}. {step.Words,4} words  {step.MainPoint}\n")),
        SectionStarted section => $"section {section.Section}, {section.Words} words asked for ",
        TextDelta => ".",
        SectionContinued more => $" goes on ({more.Reason}) ",
        SectionRestarted again => $" begins again ({again.Reason}) ",
        SectionFinished finished => $" {finished.Section.Words} words: {finished.Section.Heading}\n",
        DocumentFinished document => $"{document.Document.Words} words, S_l {document.LengthScore:F1}; tokens: {document.Usage.Prompt - document.Usage.Cached} read, {document.Usage.Cached} from the cache, {document.Usage.Completion} written\n",
        _ => "",
    });
}
