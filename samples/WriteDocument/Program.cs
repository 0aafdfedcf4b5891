// Writes a document and keeps it as it grows: stopped and started again with the same file name, it goes on where it was.
//
//   WriteDocument "Write a 600-word essay on maps" maps.md

using LongWriter;
using LongWriter.Providers;
using LongWriter.Runs;
using Microsoft.Extensions.AI;

if (args is not [var instruction, var path])
{
    Console.Error.WriteLine("usage: WriteDocument INSTRUCTION FILE");
    return 2;
}

// The embedded model stands in for yours: whatever speaks IChatClient can write.
using var model = ModelCatalog.Open(ModelCatalog.Embedded);
IChatClient client = model.Client;

// What the model reads at most keeps prompts inside its context; leave it out where you do not know.
var options = new WriterOptions { Context = model.Context, SendsWritten = true };

// Each finished section is on the disk before the next begins.
var folder = path + ".run";
using var journal = Directory.Exists(folder)
    ? Journal.Open(folder)
    : Journal.Create(folder, new RunHeader(RunHeader.Version, Path.GetFileName(path), TimeProvider.System.GetLocalNow(), instruction, new RunSettings(model.Name)) { Seed = 1 });

var events = new DocumentWriter(client, options).WriteAsync(journal.Header.ToRequest(journal.Past));
await foreach (var happened in journal.RecordAsync(events))
{
    if (happened is DocumentFinished finished)
    {
        await File.WriteAllTextAsync(path, finished.Document.ToMarkdown());
        Console.WriteLine($"{finished.Document.Words} words of {finished.TargetWords} in {path}");
    }
}

return 0;
