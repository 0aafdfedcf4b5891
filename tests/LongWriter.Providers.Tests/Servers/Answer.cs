namespace LongWriter.Providers.Tests.Servers;

/// <summary>Why an answer ended; each protocol has its own word.</summary>
internal enum Finish
{
    Stop,
    Length,
    Policy,
}

/// <summary>One answer, as any protocol streams it.</summary>
internal sealed record Answer(params IReadOnlyList<string> Pieces)
{
    public Finish Finish { get; init; }

    /// <summary>Tokens of the prompt, cached ones included.</summary>
    public int Prompt { get; init; } = 1200;

    public int Cached { get; init; }

    public int Completion { get; init; } = 25;
}

/// <summary>How a provider streams.</summary>
internal interface IProtocol
{
    string ContentType { get; }

    /// <summary>The body of a whole answer.</summary>
    string Whole(Answer answer);

    /// <summary>The body up to the last piece of text: neither a reason to finish nor an end mark.</summary>
    string WithoutEnd(Answer answer);

    /// <summary>An error of this text as the provider sends it with a status.</summary>
    string Error(string message);

    /// <summary>The same in the midst of a stream.</summary>
    string ErrorInStream(string message);
}
