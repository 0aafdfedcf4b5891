using System.Globalization;
using LongWriter.Formats;

namespace LongWriter.Training.Data;

/// <summary>
/// An endless stream of packs over the rows of a file. The file's order is kept in the large (it may be a curriculum); within
/// windows rows are packed and the packs shuffled by seed.
/// </summary>
/// <typeparam name="TRow">What a row holds.</typeparam>
/// <typeparam name="TPack">What rows are packed into.</typeparam>
public abstract class PackSource<TRow, TPack>(string path, int packLength, int seed, DataCursor? start)
{
    /// <summary>
    /// Tokens of a window. The last pack of each is only partly filled: long packs need long windows for that not to count, while
    /// a window of short packs stays small enough to keep the file's order.
    /// </summary>
    private readonly long _windowTokens = packLength >= 1 << 13 ? 256L * packLength : 1 << 18;
    private int _epoch = start?.Epoch ?? 0;
    private int _windowLine = start?.Line ?? 0;
    private int _nextLine = start?.Line ?? 0;
    private int _used;
    private long _tokens;
    private long _places;
    private int _skip = start?.Pack ?? 0;
    private List<TPack> _window = [];
    private IEnumerator<(int Line, TRow Row)>? _rows;

    /// <summary>Rows from a line (counted from 0) on, with the line each stands on.</summary>
    protected abstract IEnumerable<(int Line, TRow Row)> Read(int from);

    /// <summary>Places a row takes in a pack, at least 1.</summary>
    protected abstract int LengthOf(TRow row);

    protected abstract TPack Join(List<TRow> rows);

    /// <summary>The place after the last pack handed out.</summary>
    public DataCursor Cursor => new(_epoch, _windowLine, _used + _skip);

    /// <summary>Samples longer than the pack, skipped.</summary>
    public int Skipped { get; private set; }

    /// <summary>Samples handed out or in the window.</summary>
    public int Taken { get; private set; }

    /// <summary>One line on what was packed so far.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"packs {Filled:P2} full of {Taken} rows; {Skipped} rows longer than the pack of {packLength} tokens were skipped");

    /// <summary>How full the packs are so far, 0 to 1.</summary>
    public double Filled => (double)_tokens / Math.Max(1, _places);

    /// <exception cref="ModelFileException">No sample of the file fits a pack, or a line is no valid row.</exception>
    public TPack Next()
    {
        // Twice where a cursor was taken after the last pack of a window: that window is refilled with nothing left in it.
        while (_used >= _window.Count)
        {
            FillWindow();
        }

        return _window[_used++];
    }

    private void FillWindow()
    {
        var rows = new List<TRow>();
        long tokens = 0;
        var restarted = false;
        _windowLine = _nextLine;
        _rows ??= Read(_nextLine).GetEnumerator();
        while (tokens < _windowTokens)
        {
            if (!_rows.MoveNext())
            {
                if (rows.Count > 0)
                {
                    break;
                }

                if (restarted)
                {
                    throw new ModelFileException(path, $"no sample of the data fits a pack of {packLength} tokens; use a longer --pack or shorter samples");
                }

                restarted = true;
                _epoch++;
                _windowLine = _nextLine = 0;
                _rows = Read(0).GetEnumerator();
                continue;
            }

            var (line, row) = _rows.Current;
            _nextLine = line + 1;
            if (LengthOf(row) > packLength)
            {
                Skipped++;
                continue;
            }

            rows.Add(row);
            tokens += LengthOf(row);
        }

        Taken += rows.Count;
        _window = [.. Packer.FillLengths(rows.ConvertAll(LengthOf), packLength).Select(pack => Join(pack.ConvertAll(index => rows[index])))];
        _tokens += tokens;
        _places += (long)_window.Count * packLength;
        new Random(HashCode(seed, _epoch, _windowLine)).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_window));
        (_used, _skip) = (_skip, 0);
    }

    /// <summary>A fixed mix of three numbers: System.HashCode is salted per process.</summary>
    private static int HashCode(int a, int b, int c) => unchecked((((a * 31) + b) * 1_000_003) + c);
}
