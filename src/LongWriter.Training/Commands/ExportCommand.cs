using System.CommandLine;
using LongWriter.Formats.Gguf;
using LongWriter.Training.Data;
using LongWriter.Training.Export;
using LongWriter.Training.Models;
using LongWriter.Training.Native;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train export</c></summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var model = new Option<DirectoryInfo>("--base") { Description = "model folder (config.json, model.safetensors or shards, tokenizer.json)", Required = true };
        var output = new Option<FileInfo>("--out") { Description = "GGUF file to write", Required = true };
        var type = new Option<string>("--type") { Description = "element type of matrices", DefaultValueFactory = _ => "q8_0" };
        type.AcceptOnlyFromAmong("f32", "f16", "bf16", "q8_0");
        var name = new Option<string>("--name") { Description = "the model's name inside the file", DefaultValueFactory = _ => "model" };
        var context = new Option<int?>("--context") { Description = "context length to state, where it should be less than the model's own" };
        var surprise = new Option<float?>("--sentence-surprise") { Description = "nats beyond which the LongWriter engine draws a sentence again, to state in the file" };
        var command = new Command("export", "Write a model folder as one GGUF file.\n\nExample:\n  longwriter-train export --base out/sft --out nano.gguf --type q8_0 --name longwriter-nano") { model, output, type, name, context, surprise };
        command.SetAction(parsed =>
        {
            TorchLibrary.EnsureLoaded();
            var folder = parsed.GetRequiredValue(model).FullName;
            var (config, parameters, tokenizer) = ModelFolder.Load(folder);
            config = config with { ContextLength = Math.Min(config.ContextLength, parsed.GetValue(context) ?? int.MaxValue) };
            var path = parsed.GetRequiredValue(output).FullName;
            var matrices = parsed.GetValue(type) switch { "f32" => GgmlType.F32, "f16" => GgmlType.F16, "bf16" => GgmlType.BF16, _ => GgmlType.Q8_0 };
            var template = TemplateChoice.Of(folder, tokenizer, null).Jinja;
            using var files = new FileSet(Path.GetDirectoryName(path)!);
            files.Write(Path.GetFileName(path), part => GgufExport.Save(part, config, parameters, tokenizer.Vocabulary, parsed.GetValue(name)!, matrices, template, parsed.GetValue(surprise)));
            files.Complete();
            Console.Error.WriteLine($"{parameters.Count / 1e6:F2} M weights → {path} ({new FileInfo(path).Length / 1e6:F1} MB)");
            return ExitCodes.Done;
        });
        return command;
    }
}
