namespace LongWriter.Datasets.Pairing;

/// <summary>Says how good an answer is.</summary>
public interface IAnswerJudge
{
    /// <summary>The judge's model as the user named it.</summary>
    string Name { get; }

    /// <summary>Hash of its prompts.</summary>
    string TemplateHash { get; }

    /// <summary>S_q of an answer, 0 to 100, or what kept the judge from one. Thread-safe.</summary>
    Task<JudgedAnswer> JudgeAsync(string instruction, string answer, CancellationToken cancellationToken);
}

/// <summary>What a judge says of an answer.</summary>
/// <param name="Quality">S_q, 0 to 100; null where it is unscored.</param>
/// <param name="Problem">Why it is unscored; null where it is not.</param>
public sealed record JudgedAnswer(double? Quality, string? Problem);
