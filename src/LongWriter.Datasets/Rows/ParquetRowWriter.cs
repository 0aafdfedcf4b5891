using Parquet;
using Parquet.Schema;

namespace LongWriter.Datasets.Rows;

/// <summary>
/// Rows as columns: turns are <c>list&lt;struct&lt;role, content&gt;&gt;</c>, which readers of Parquet give back as they are in JSONL. A row
/// group is written when its text fills <see cref="MostCharacters"/>.
/// </summary>
internal sealed class ParquetRowWriter : RowWriter
{
    private const int MostCharacters = 16 << 20;

    private readonly List<ChatRow> _chats = [];
    private readonly List<PreferenceRow> _preferences = [];
    private readonly RowForm _form;
    private readonly ParquetSchema _schema;
    private ParquetWriter _writer = null!;
    private long _characters;

    private ParquetRowWriter(string path, RowForm form)
        : base(path) => (_form, _schema) = (form, form == RowForm.Chat
            ? new ParquetSchema(Text("id"), Turns("messages"), Text("type"), new DataField<int>("length"), new DataField<int>("words"))
            : new ParquetSchema(Text("id"), Turns("prompt"), Turns("chosen"), Turns("rejected")));

    public static async Task<ParquetRowWriter> OpenAsync(string path, RowForm form, CancellationToken cancellationToken)
    {
        var writer = new ParquetRowWriter(path, form);
        writer._writer = await ParquetWriter.CreateAsync(writer._schema, writer.Stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        return writer;
    }

    public override Task WriteAsync(ChatRow row, CancellationToken cancellationToken = default)
    {
        _chats.Add(row);
        return CountAsync(row.Messages, cancellationToken);
    }

    public override Task WriteAsync(PreferenceRow row, CancellationToken cancellationToken = default)
    {
        _preferences.Add(row);
        return CountAsync([.. row.Prompt, .. row.Chosen, .. row.Rejected], cancellationToken);
    }

    private protected override async Task FinishAsync(CancellationToken cancellationToken)
    {
        await GroupAsync(cancellationToken).ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    private static DataField<string> Text(string name) => new(name);

    private static ListField Turns(string name) => new(name, new StructField(ListField.ElementName, Text("role"), Text("content")));

    private async Task CountAsync(IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        _characters += turns.Sum(turn => turn.Content.Length);
        if (_characters >= MostCharacters)
        {
            await GroupAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task GroupAsync(CancellationToken cancellationToken)
    {
        var columns = new Queue<DataField>(_schema.GetDataFields());
        using var group = _writer.CreateRowGroup();
        if (_form == RowForm.Chat)
        {
            await group.WriteAsync(columns.Dequeue(), [.. _chats.Select(row => row.Id)]).ConfigureAwait(false);
            await TurnsAsync(group, columns, [.. _chats.Select(row => row.Messages)]).ConfigureAwait(false);
            await group.WriteAsync(columns.Dequeue(), [.. _chats.Select(row => row.Type ?? "")]).ConfigureAwait(false);
            await group.WriteAsync<int>(columns.Dequeue(), _chats.Select(row => row.Length ?? 0).ToArray().AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
            await group.WriteAsync<int>(columns.Dequeue(), _chats.Select(row => row.Words).ToArray().AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await group.WriteAsync(columns.Dequeue(), [.. _preferences.Select(row => row.Id)]).ConfigureAwait(false);
            await TurnsAsync(group, columns, [.. _preferences.Select(row => row.Prompt)]).ConfigureAwait(false);
            await TurnsAsync(group, columns, [.. _preferences.Select(row => row.Chosen)]).ConfigureAwait(false);
            await TurnsAsync(group, columns, [.. _preferences.Select(row => row.Rejected)]).ConfigureAwait(false);
        }

        _chats.Clear();
        _preferences.Clear();
        _characters = 0;
    }

    /// <summary>The two columns of a list of turns. Levels: 0 begins a row's list, 1 goes on with it; no row has an empty one.</summary>
    private static async Task TurnsAsync(ParquetRowGroupWriter group, Queue<DataField> columns, List<IReadOnlyList<Turn>> rows)
    {
        int[] levels = [.. rows.SelectMany(turns => turns.Select((_, i) => i == 0 ? 0 : 1))];
        await group.WriteAsync(columns.Dequeue(), [.. rows.SelectMany(turns => turns.Select(turn => turn.Role))], levels).ConfigureAwait(false);
        await group.WriteAsync(columns.Dequeue(), [.. rows.SelectMany(turns => turns.Select(turn => turn.Content))], levels).ConfigureAwait(false);
    }
}
