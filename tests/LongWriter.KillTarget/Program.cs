using System.Globalization;
using LongWriter;
using LongWriter.Fakes;
using LongWriter.KillTarget;
using LongWriter.Runs;
using LongWriter.Writing;

// Writes a document from a seeded model as `longwriter write` and `resume` do: journal first, text at the end. Made to be killed.
//   LongWriter.KillTarget FOLDER MILLISECONDS
// FOLDER gets run/journal.jsonl, requests (what the model was asked, see RequestLog) and, once it is whole, document.md.
var (folder, run) = (args[0], Path.Combine(args[0], "run"));
try
{
    using var journal = HasHeader() ? Journal.Open(run) : Begin();
    using var client = new RequestLog(new SeededWriter(), Path.Combine(folder, "requests"), TimeSpan.FromMilliseconds(int.Parse(args[1], CultureInfo.InvariantCulture)));
    var writer = new DocumentWriter(client, new WriterOptions { Context = new ContextWindow(32_768, text => text.Length / 3) });
    await foreach (var happened in journal.RecordAsync(writer.WriteAsync(journal.Header.ToRequest(journal.Past))))
    {
        if (happened is DocumentFinished done)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "document.md"), done.Document.ToMarkdown());
        }
    }

    return 0;
}
catch (JournalException e)
{
    await Console.Error.WriteLineAsync("error: " + e.Message);
    return 1;
}

bool HasHeader() => File.Exists(Path.Combine(run, Journal.FileName)) && File.ReadAllBytes(Path.Combine(run, Journal.FileName)).Contains((byte)'\n');

Journal Begin()
{
    // Stopped in its header, a run never began.
    Directory.CreateDirectory(run);
    File.Delete(Path.Combine(run, Journal.FileName));
    return Journal.Create(run, new RunHeader(RunHeader.Version, "run", default, "Write a 21,000-word novel about the sea", new RunSettings("seeded")) { Seed = 3 });
}
