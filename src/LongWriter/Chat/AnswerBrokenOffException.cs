namespace LongWriter.Chat;

/// <summary>
/// Thrown by a chat client whose streamed answer broke off after some of it was seen, where asking again is worth it. The client has
/// waited as long as the endpoint wants; whoever reads the stream drops what came of it and asks again.
/// </summary>
public sealed class AnswerBrokenOffException(string message, Exception? inner = null) : Exception(message, inner);
