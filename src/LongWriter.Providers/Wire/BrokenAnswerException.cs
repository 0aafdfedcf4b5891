namespace LongWriter.Providers.Wire;

/// <summary>An answer that came without an error and yet is none: its stream ended before its end mark.</summary>
internal sealed class BrokenAnswerException(string message) : IOException(message);
