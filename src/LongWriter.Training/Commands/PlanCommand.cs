using System.CommandLine;
using System.Globalization;
using LongWriter.Training.Planning;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train plan</c>: what fits, before anything is loaded.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "config.json of a model (Llama, Mistral, Qwen2, Qwen3, GLM-4), or its folder; no weights are read", Required = true };
        var pack = new Option<int>("--pack") { Description = "tokens of a pack", DefaultValueFactory = _ => 32_768 };
        var replicas = new Option<int>("--replicas") { Description = "threads of this machine that work on packs of their own", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 8) };
        var precision = new Option<string>("--precision") { Description = "compute type on this machine", DefaultValueFactory = _ => FitOptions.FastPrecision };
        precision.AcceptOnlyFromAmong("bf16", "fp32");
        var gpus = new Option<int>("--gpus") { Description = "GPUs of the machine to plan for", DefaultValueFactory = _ => 8 };
        var memory = new Option<int>("--gpu-memory") { Description = "GB of each", DefaultValueFactory = _ => 80 };
        foreach (var count in (Option[])[pack, replicas, gpus, memory])
        {
            count.AtLeast(1);
        }

        var command = new Command("plan", "Say what memory training takes, here and on GPUs with DeepSpeed's ZeRO-3 and the optimizer on the host.\n\nExample:\n  longwriter-train plan --model llama-3.1-8b/config.json --pack 32768 --gpus 8") { model, pack, replicas, precision, gpus, memory };
        command.SetAction(parsed =>
        {
            var size = ModelSize.Load(parsed.GetRequiredValue(model));
            var (length, threads) = (parsed.GetValue(pack), parsed.GetValue(replicas));
            var here = new HostPlan(size, length, threads, parsed.GetValue(precision) == "bf16" ? 2 : 4);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size.Weights / 1e6:N2} M weights, packs of {length} tokens"));
            Console.WriteLine();
            Console.WriteLine($"longwriter-train on this machine, {threads} replicas, {parsed.GetValue(precision)}");
            Row("weights, gradients, moments", here.States);
            Row("head", here.Head);
            Row("activations", here.Activations(recompute: false));
            Row("activations with --recompute", here.Activations(recompute: true));
            Verdict("in all", here.Total(recompute: false), Available);
            Verdict("in all with --recompute", here.Total(recompute: true), Available);
            Console.WriteLine();
            var there = new ClusterPlan(size, length, parsed.GetValue(gpus));
            Console.WriteLine($"DeepSpeed ZeRO-3 on {parsed.GetValue(gpus)} GPUs, optimizer on the host, activations recomputed (arithmetic, not measured)");
            Row("host: masters and moments", there.HostStates);
            Row("host: gradients", there.HostGradients);
            Row("GPU: weights and gradients", there.Weights);
            Row("GPU: activations", there.Activations);
            Verdict("GPU in all, logits in chunks", there.Gpu(chunked: true), parsed.GetValue(memory) * 1e9);
            Verdict("GPU in all, whole logits", there.Gpu(chunked: false), parsed.GetValue(memory) * 1e9);
            return ExitCodes.Done;
        });
        return command;
    }

    private static double Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static void Row(string name, long bytes) => Console.WriteLine(Line(name, bytes));

    private static void Verdict(string name, long bytes, double available) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Line(name, bytes)}  {(bytes <= available ? "fits" : "does not fit")} in {available / 1e9:F0} GB"));

    private static string Line(string name, long bytes) => string.Create(CultureInfo.InvariantCulture, $"  {name,-32}{bytes / 1e9,10:N2} GB");
}
