namespace LongWriter.Inference.Chat;

/// <summary>A prompt is longer than the model can read.</summary>
public sealed class ContextExceededException(int tokens, int context, string model)
    : Exception($"the prompt has {tokens} tokens; {model} reads at most {context - 1}. Shorten the instruction or the plan.");
