using System.CommandLine;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Models;
using LongWriter.Training.Tokenizers;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train tokenizer</c></summary>
internal static class TokenizerCommand
{
    public static Command Create()
    {
        var data = new Option<FileInfo[]>("--data") { Description = "JSONL files with 'text' or 'messages'", Required = true, AllowMultipleArgumentsPerToken = true };
        var output = new Option<FileInfo>("--out") { Description = "tokenizer.json to write", Required = true };
        var size = new Option<int>("--size") { Description = "tokens in all", DefaultValueFactory = _ => 6144 };
        size.AtLeast(WholeWordTrainer.LeastSize);
        var least = new Option<int>("--least") { Description = "a word that stands in fewer texts is built from short pieces", DefaultValueFactory = _ => 20 };
        var pieces = new Option<int>("--pieces") { Description = "short pieces to learn for words that are no tokens", DefaultValueFactory = _ => 700 };
        pieces.AtLeast(0);
        var slots = new Option<int>("--slots") { Description = "tokens to reserve for words of a conversation that are no tokens; only runners that know them put words there", DefaultValueFactory = _ => 0 };
        slots.AtLeast(0);
        var command = new Command("tokenizer", "Train a vocabulary of whole words with a fall-back to short pieces.\n\nExample:\n  longwriter-train tokenizer --data prose.jsonl --out tokenizer.json --size 6144") { data, output, size, least, pieces, slots };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(size) - parsed.GetValue(slots) < WholeWordTrainer.LeastSize)
            {
                throw new UsageException($"--slots {parsed.GetValue(slots)} leaves fewer than {WholeWordTrainer.LeastSize} of --size {parsed.GetValue(size)} tokens for text; ask for fewer slots or more tokens");
            }

            var texts = parsed.GetRequiredValue(data).SelectMany(file => WholeWordTrainer.Texts(file.FullName));
            var vocabulary = WholeWordTrainer.Train(texts, parsed.GetValue(size), parsed.GetValue(least), parsed.GetValue(pieces), parsed.GetValue(slots));
            var path = parsed.GetRequiredValue(output).FullName;
            using var files = new FileSet(Path.GetDirectoryName(path)!);
            files.Write(Path.GetFileName(path), part => TokenizerJson.Save(vocabulary, part));
            files.Complete();
            Console.Error.WriteLine($"{vocabulary.Tokens.Count} tokens → {path}");
            return ExitCodes.Done;
        });
        return command;
    }
}
