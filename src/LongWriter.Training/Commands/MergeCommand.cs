using System.CommandLine;
using LongWriter.Training.Data;
using LongWriter.Training.Models;
using LongWriter.Training.Native;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train merge</c></summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var model = new Option<DirectoryInfo>("--base") { Description = "model folder that the adapter was trained on", Required = true };
        var adapter = new Option<DirectoryInfo>("--adapter") { Description = "adapter folder (adapter_config.json, adapter_model.safetensors)", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "model folder to write", Required = true };
        var command = new Command("merge", "Add an adapter to its model: a model folder that needs no adapter.\n\nExample:\n  longwriter-train merge --base out/base --adapter out/lora --out out/merged") { model, adapter, output };
        command.SetAction(parsed =>
        {
            TorchLibrary.EnsureLoaded();
            var start = parsed.GetRequiredValue(model).FullName;
            var (config, parameters, tokenizer) = ModelFolder.Load(start);
            var merged = parameters.WithLora(config, LoraFolder.Load(parsed.GetRequiredValue(adapter).FullName, config)).Merge(config);
            var folder = parsed.GetRequiredValue(output).FullName;
            var template = TemplateChoice.OfFirst([parsed.GetRequiredValue(adapter).FullName, start], tokenizer);
            ModelFolder.Save(folder, config, merged, tokenizer.Vocabulary, start, template: template.Jinja);
            Console.Error.WriteLine($"{merged.Count / 1e6:F2} M weights → {folder}");
            return ExitCodes.Done;
        });
        return command;
    }
}
