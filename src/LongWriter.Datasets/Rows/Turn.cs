namespace LongWriter.Datasets.Rows;

/// <summary>One message of a chat.</summary>
/// <param name="Role">system, user or assistant.</param>
public sealed record Turn(string Role, string Content)
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
}
