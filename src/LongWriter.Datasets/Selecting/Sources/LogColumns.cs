namespace LongWriter.Datasets.Selecting.Sources;

/// <summary>Names that columns of published logs and instruction sets have, the likeliest first.</summary>
internal static class LogColumns
{
    private static readonly string[] s_prompts = ["conversation", "conversations", "messages", "instruction", "prompt", "question", "query", "text"];

    private static readonly string[] s_ids = ["id", "conversation_hash", "conversation_id", "prompt_id"];

    /// <summary>Roles of the one who asks.</summary>
    public static readonly string[] Askers = ["user", "human", "prompter"];

    /// <summary>Names of the two fields of a turn.</summary>
    public static readonly (string Role, string Content)[] Turns = [("role", "content"), ("from", "value"), ("role", "text")];

    /// <param name="named">The column that was asked for, or null.</param>
    /// <returns>The column with the prompts or chats, or null where there is none.</returns>
    public static string? Prompt(IReadOnlyCollection<string> columns, string? named) =>
        named is null ? s_prompts.Select(name => Find(columns, name)).FirstOrDefault(found => found is not null) : Find(columns, named);

    public static string? Id(IReadOnlyCollection<string> columns) => s_ids.Select(name => Find(columns, name)).FirstOrDefault(found => found is not null);

    /// <summary>The column with the kind of writing, which sets of instructions have and logs mostly have not.</summary>
    public static string? Type(IReadOnlyCollection<string> columns) => Find(columns, "type");

    /// <exception cref="DataFileException">There is none.</exception>
    public static string Needed(string path, IReadOnlyCollection<string> columns, string? named) => Prompt(columns, named)
        ?? throw new DataFileException(path, $"{Missing(named)}; it has {(columns.Count == 0 ? "no columns" : string.Join(", ", columns.Take(20)))}. Name the one with the prompts: --column NAME");

    public static string Missing(string? named) => named is null ? $"has none of the columns {string.Join(", ", s_prompts)}" : $"has no column '{named}'";

    private static string? Find(IReadOnlyCollection<string> columns, string name) => columns.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
}
