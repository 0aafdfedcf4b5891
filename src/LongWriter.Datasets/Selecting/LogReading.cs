using System.Threading.Channels;
using LongWriter.Datasets.Selecting.Sources;

namespace LongWriter.Datasets.Selecting;

/// <summary>Reads logs one after another and has their rows examined by all cores, while the order stays that of the files.</summary>
internal sealed class LogReading(IReadOnlyList<string> paths, SelectionOptions options)
{
    /// <summary>Batches that are examined at once or wait for the one before.</summary>
    private const int MostBatches = 4;

    /// <summary>A batch ends at whichever comes first.</summary>
    private const int BatchRows = 512;
    private const int BatchCharacters = 1 << 22;

    private readonly Examination _examination = new(options);
    private readonly long[] _bytes = [.. paths.Select(path => Math.Max(1, File.Exists(path) ? new FileInfo(path).Length : 1))];
    private long _bytesBefore;
    private int _file;
    private LogSource? _source;

    /// <summary>How much of all files has been read, 0 to 1.</summary>
    public double Part => Math.Min(1, (_bytesBefore + ((_source?.Part ?? 0) * _bytes[Math.Min(_file, _bytes.Length - 1)])) / _bytes.Sum());

    /// <exception cref="DataFileException">A file is not there, or has no column with prompts.</exception>
    public async IAsyncEnumerable<ExaminedRow[]> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<Task<ExaminedRow[]>>(MostBatches);
        var reading = Task.Run(() => FillAsync(batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return await batch.ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    /// <summary>Never fails: what goes wrong is told at the end of the batches.</summary>
    private async Task FillAsync(ChannelWriter<Task<ExaminedRow[]>> batches, CancellationToken cancellationToken)
    {
        Exception? problem = null;
        try
        {
            foreach (var path in paths)
            {
                _source = LogSource.Open(path, options.Column);
                await FillAsync(_source, _file, batches, cancellationToken).ConfigureAwait(false);
                _source = null;
                _bytesBefore += _bytes[_file];
                _file++;
            }
        }
#pragma warning disable CA1031 // Handed over to the one who reads.
        catch (Exception e)
#pragma warning restore CA1031
        {
            problem = e;
        }

        batches.Complete(problem);
    }

    private async Task FillAsync(LogSource source, int file, ChannelWriter<Task<ExaminedRow[]>> batches, CancellationToken cancellationToken)
    {
        var (rows, characters) = (new List<LogRow>(BatchRows), 0);
        await foreach (var row in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row);
            characters += row.Prompt.Length;
            if (rows.Count == BatchRows || characters >= BatchCharacters)
            {
                await SendAsync(rows).ConfigureAwait(false);
                (rows, characters) = (new List<LogRow>(BatchRows), 0);
            }
        }

        await SendAsync(rows).ConfigureAwait(false);

        // Room first, work then: no more batches are in memory than the channel holds and the one in hand.
        async Task SendAsync(List<LogRow> batch)
        {
            await batches.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);
            await batches.WriteAsync(Task.Run(() => _examination.Examine(file, batch), CancellationToken.None), cancellationToken).ConfigureAwait(false);
        }
    }
}
