using System.CommandLine;
using LongWriter.Nano;

var bank = new Option<DirectoryInfo>("--bank") { Description = "the phrase bank", Required = true };
var mixture = new Option<string>("--mixture") { Description = "vocabulary, prose, agentwrite, long; short-articles, articles, general", Required = true };
var words = new Option<long>("--words") { Description = "words to write, about", Required = true };
var seed = new Option<int>("--seed") { Description = "seed", DefaultValueFactory = _ => 1 };
var output = new Option<FileInfo>("--out") { Description = "JSONL file to write", Required = true };
var corpus = new Command("corpus", "Compose training rows from the phrase bank.") { bank, mixture, words, seed, output };
corpus.SetAction(parsed => Save(parsed.GetRequiredValue(output), file =>
    new Corpus(new Bank(parsed.GetRequiredValue(bank).FullName), parsed.GetValue(seed)).Write(file, parsed.GetRequiredValue(mixture), parsed.GetValue(words))));
var count = new Option<int>("--count") { Description = "rows to write", Required = true };
var least = new Option<int>("--least") { Description = "fewest words asked for", Required = true };
var most = new Option<int>("--most") { Description = "most words asked for", Required = true };
var instructions = new Command("instructions", "Compose instructions to write articles of a stated length.") { bank, count, least, most, seed, output };
instructions.SetAction(parsed => Save(parsed.GetRequiredValue(output), file =>
    new InstructionFile(new Bank(parsed.GetRequiredValue(bank).FullName), parsed.GetValue(seed)).Write(file, parsed.GetValue(count), parsed.GetValue(least), parsed.GetValue(most))));
var check = new Command("check", "Check the phrase bank against its rules.") { bank };
check.SetAction(parsed =>
{
    var checkedBank = new Bank(parsed.GetRequiredValue(bank).FullName);
    RepetitionFloor.Write(checkedBank, Console.Out);
    return BankCheck.Run(checkedBank, Console.Out);
});
var model = new Option<FileInfo>("--model") { Description = "GGUF file", Required = true };
var evaluation = new Option<FileInfo>("--evaluation") { Description = "file of instructions", Required = true };
var lengths = new Option<int[]>("--lengths") { Description = "words asked for", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1000, 2000, 5000, 10_000, 20_000] };
var folder = new Option<DirectoryInfo>("--out") { Description = "folder for texts and tables", Required = true };
var temperature = new Option<float?>("--temperature") { Description = "sampling temperature, where not the model's own" };
var measure = new Command("measure", "Write the evaluation documents with a model and measure them.") { bank, model, evaluation, lengths, seed, temperature, folder };
measure.SetAction(async (parsed, cancellationToken) =>
{
    var output = parsed.GetRequiredValue(folder).FullName;
    var measurement = new Measurement(new Bank(parsed.GetRequiredValue(bank).FullName), parsed.GetRequiredValue(model).FullName, output, parsed.GetValue(temperature));
    var documents = new List<MeasuredDocument>();
    await foreach (var document in measurement.RunAsync(parsed.GetRequiredValue(evaluation).FullName, parsed.GetValue(lengths)!, parsed.GetValue(seed), cancellationToken))
    {
        documents.Add(document);
        await Console.Out.WriteLineAsync(MeasurementReport.Document(document));
    }

    string[] summary = [.. MeasurementReport.Summary(documents)];
    await File.WriteAllLinesAsync(Path.Combine(output, "summary.md"), [.. summary, "", MeasurementReport.DocumentHeader, .. documents.Select(MeasurementReport.Document)], cancellationToken);
    Array.ForEach(summary, Console.WriteLine);
    return 0;
});
return await new RootCommand("Makes and checks the corpus of the embedded model, and measures what it writes.") { corpus, instructions, check, measure }.Parse(args).InvokeAsync();

static int Save(FileInfo output, Action<TextWriter> write)
{
    var part = output.FullName + ".tmp";
    using (var file = new StreamWriter(part))
    {
        write(file);
    }

    File.Move(part, output.FullName, overwrite: true);
    return 0;
}
