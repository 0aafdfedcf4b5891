using LongWriter.Training.Models.Llama;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Commands;

internal static class ContextLimit
{
    /// <summary>A sample may be as long as the pack, and positions end with the context.</summary>
    /// <exception cref="UsageException">The pack is longer than the model's context.</exception>
    public static void RequireContext(this TrainOptions options, LlamaConfig config)
    {
        if (options.PackLength > config.ContextLength)
        {
            throw new UsageException($"--pack {options.PackLength} is longer than the model's context of {config.ContextLength} tokens; use a shorter pack or a model with a longer context");
        }
    }
}
