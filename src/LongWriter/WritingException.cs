namespace LongWriter;

/// <summary>A document could not be finished; the message says at which step and what to do. What stands is kept by whoever reads the events.</summary>
public sealed class WritingException(string message, Exception? inner = null) : Exception(message, inner);
