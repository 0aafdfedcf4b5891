using System.CommandLine;
using System.Globalization;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Data.Packing;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train packing</c>: how full packs get, of a file or of drawn lengths.</summary>
internal static class PackingCommand
{
    public static Command Create(TimeProvider time)
    {
        var data = new Option<FileInfo?>("--data") { Description = "JSONL rows with 'text' or 'messages' (default: drawn lengths)" };
        var tokenizer = new Option<FileInfo?>("--tokenizer") { Description = "tokenizer.json for --data" };
        var longs = new Option<int>("--long") { Description = "long samples to draw: 2,000 to 10,000 words, 1.33 tokens a word and 40 more", DefaultValueFactory = _ => 6000 };
        var shorts = new Option<int>("--short") { Description = "short samples to draw and mix in, 400 tokens on average", DefaultValueFactory = _ => 0 };
        var pack = new Option<int>("--pack") { Description = "tokens of a pack; longer samples are skipped and counted", DefaultValueFactory = _ => 32_768 };
        var gpus = new Option<int>("--gpus") { Description = "GPUs the released packer shares packs over; it loses what they cannot share evenly", DefaultValueFactory = _ => 8 };
        var seed = new Option<int>("--seed") { Description = "seed of the drawn lengths and their order", DefaultValueFactory = _ => 1 };
        longs.AtLeast(0);
        shorts.AtLeast(0);
        pack.AtLeast(1);
        gpus.AtLeast(1);
        var command = new Command("packing", "Say how full packs get: the released next-fit, best-fit, and the packer that training uses.\n\nExamples:\n  longwriter-train packing --long 6000 --short 180000\n  longwriter-train packing --data sft.jsonl --tokenizer tokenizer.json --pack 8192") { data, tokenizer, longs, shorts, pack, gpus, seed };
        command.SetAction(parsed =>
        {
            var lengths = parsed.GetValue(data) is { } file
                ? Read(file.FullName, parsed.GetValue(tokenizer)?.FullName ?? throw new UsageException("--data needs --tokenizer, whose tokens are counted"))
                : Draw(parsed.GetValue(longs), parsed.GetValue(shorts), parsed.GetValue(seed));
            Report(lengths, parsed.GetValue(pack), parsed.GetValue(gpus), time);
            return ExitCodes.Done;
        });
        return command;
    }

    private static List<int> Read(string path, string tokenizer) =>
        [.. new SampleFile(path, TokenizerJson.LoadTokenizer(tokenizer), learnEverything: true).Read(0).Select(row => row.Sample.Length)];

    private static List<int> Draw(int longs, int shorts, int seed)
    {
        var random = new Random(seed);
        List<int> lengths = [.. SampleLengths.Long(longs, random), .. SampleLengths.Short(shorts, random)];
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lengths));
        return lengths;
    }

    private static void Report(List<int> lengths, int packLength, int gpus, TimeProvider time)
    {
        var fitting = lengths.FindAll(length => length <= packLength);
        if (fitting.Count == 0)
        {
            throw new UsageException($"no sample fits a pack of {packLength} tokens; use a longer --pack");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fitting.Count} samples, {fitting.Sum(length => (long)length)} tokens, packs of {packLength}; {lengths.Count - fitting.Count} samples are longer than a pack"));
        Console.WriteLine($"{"packer",-20}{"packs",8}{"filled",10}{"samples lost",14}{"seconds",10}");
        Row("released next-fit", () => NextFit.Fill(fitting, packLength, gpus));
        Row("best-fit", () => BestFit.Fill(fitting, packLength));
        Row("longwriter", () => Packer.FillLengths(fitting, packLength));

        void Row(string name, Func<List<List<int>>> fill)
        {
            var start = time.GetTimestamp();
            var packs = fill();
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            var tokens = packs.Sum(pack => pack.Sum(sample => (long)fitting[sample]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20}{packs.Count,8}{(double)tokens / Math.Max(1, (long)packs.Count * packLength),10:P2}{fitting.Count - packs.Sum(pack => pack.Count),14}{seconds,10:F2}"));
        }
    }
}
