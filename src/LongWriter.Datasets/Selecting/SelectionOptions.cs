namespace LongWriter.Datasets.Selecting;

/// <summary>What is looked for in a log.</summary>
public sealed record SelectionOptions
{
    /// <summary>Words that a request has to need: what states fewer is passed over, and what states none is put to the selector.</summary>
    public int MinWords { get; init; } = 2000;

    /// <summary>Languages that are wanted, of en and zh.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["en", "zh"];

    /// <summary>The column that holds the prompts or chats; null finds it by its name.</summary>
    public string? Column { get; init; }

    /// <summary>Stops at the first row that cannot be read, where they are counted, located and passed over otherwise.</summary>
    public bool RefusesBadRows { get; init; }

    /// <summary>Questions to the selector at once, 1 or more.</summary>
    public int Concurrency { get; init; } = 8;
}
