using LongWriter.Formats;

namespace LongWriter.Training.Data;

/// <summary>Where a stream of packs stands: enough to go on from the very next pack.</summary>
/// <param name="Epoch">Passes over the data finished.</param>
/// <param name="Line">First line of the window in hand.</param>
/// <param name="Pack">Packs of that window already used.</param>
public sealed record DataCursor(int Epoch, int Line, int Pack);

/// <summary>
/// An endless stream of packs over a file. The file's order is kept in the large (it may be a curriculum); within windows samples
/// are packed and the packs shuffled by seed.
/// </summary>
public sealed class PackFeed(SampleFile file, int packLength, int seed, DataCursor? start = null)
{
    /// <summary>
    /// Tokens of a window. The last pack of each is only partly filled: long packs need long windows for that not to count, while
    /// a window of short packs stays small enough to keep the file's order.
    /// </summary>
    private readonly long _windowTokens = packLength > 1 << 13 ? 256L * packLength : 1 << 18;
    private int _epoch = start?.Epoch ?? 0;
    private int _windowLine = start?.Line ?? 0;
    private int _nextLine = start?.Line ?? 0;
    private int _used;
    private long _tokens;
    private long _places;
    private int _skip = start?.Pack ?? 0;
    private List<Pack> _window = [];
    private IEnumerator<(int Line, TokenSample Sample)>? _rows;

    /// <summary>The place after the last pack handed out.</summary>
    public DataCursor Cursor => new(_epoch, _windowLine, _used + _skip);

    /// <summary>Samples longer than the pack, skipped.</summary>
    public int Skipped { get; private set; }

    /// <summary>Samples handed out or in the window.</summary>
    public int Taken { get; private set; }

    /// <summary>How full the packs are so far, 0 to 1.</summary>
    public double Filled => (double)_tokens / Math.Max(1, _places);

    /// <exception cref="ModelFileException">No sample of the file fits a pack, or a line is no valid row.</exception>
    public Pack Next()
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
        var samples = new List<TokenSample>();
        long tokens = 0;
        var restarted = false;
        _windowLine = _nextLine;
        _rows ??= file.Read(_nextLine).GetEnumerator();
        while (tokens < _windowTokens)
        {
            if (!_rows.MoveNext())
            {
                if (samples.Count > 0)
                {
                    break;
                }

                if (restarted)
                {
                    throw new ModelFileException(file.Path, $"no sample of the data fits a pack of {packLength} tokens; use a longer --pack or shorter samples");
                }

                restarted = true;
                _epoch++;
                _windowLine = _nextLine = 0;
                _rows = file.Read(0).GetEnumerator();
                continue;
            }

            var (line, sample) = _rows.Current;
            _nextLine = line + 1;
            if (sample.Length > packLength)
            {
                Skipped++;
                continue;
            }

            samples.Add(sample);
            tokens += sample.Length;
        }

        Taken += samples.Count;
        _window = [.. Packer.Fill(samples, packLength).Select(Pack.Of)];
        _tokens += tokens;
        _places += (long)_window.Count * packLength;
        new Random(HashCode(seed, _epoch, _windowLine)).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_window));
        (_used, _skip) = (_skip, 0);
    }

    /// <summary>A fixed mix of three numbers: System.HashCode is salted per process.</summary>
    private static int HashCode(int a, int b, int c) => unchecked((((a * 31) + b) * 1_000_003) + c);
}
