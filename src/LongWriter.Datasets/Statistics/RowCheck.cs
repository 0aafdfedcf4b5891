using System.Runtime.CompilerServices;
using System.Text.Json;
using LongWriter.Datasets.Rows;

namespace LongWriter.Datasets.Statistics;

/// <summary>The schema check: whether every row of a file is one to train on or to prefer by.</summary>
public static class RowCheck
{
    /// <summary>Every row in order; the form is told by its fields, and a file has one form.</summary>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    public static async IAsyncEnumerable<(long Line, RowForm? Form, string? Problem)> RunAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RowForm? first = null;
        await foreach (var (line, row, problem) in RowReader.ReadAsync(path, Read, cancellationToken).ConfigureAwait(false))
        {
            first ??= row?.Form;
            yield return row is null ? (line, null, problem)
                : row.Form == first ? (line, row.Form, null)
                : (line, null, $"is a {Name(row.Form)} row in a file of {Name(first!.Value)} rows");
        }
    }

    /// <summary>The form of the first row that can be used, or null where there is none.</summary>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    public static async Task<RowForm?> FormAsync(string path, CancellationToken cancellationToken = default)
    {
        await foreach (var (_, form, _) in RunAsync(path, cancellationToken).ConfigureAwait(false))
        {
            if (form is not null)
            {
                return form;
            }
        }

        return null;
    }

    private static string Name(RowForm form) => form == RowForm.Chat ? "chat" : "preference";

    private static Checked Read(JsonElement json)
    {
        if (json.Has("chosen") || json.Has("rejected"))
        {
            PreferenceRow.Read(json);
            return new Checked(RowForm.Preference);
        }

        ChatRow.Read(json);
        return new Checked(RowForm.Chat);
    }

    private sealed record Checked(RowForm Form);
}
