namespace LongWriter.Inference.Chat;

/// <summary>Ends an answer before any of the given texts, holding back what may be the beginning of one.</summary>
internal sealed class StopSequences(IList<string>? stops)
{
    private readonly List<string> _stops = [.. (stops ?? []).Where(stop => stop.Length > 0)];
    private string _held = "";

    /// <summary>Whether one was met; nothing more is to be written.</summary>
    public bool Hit { get; private set; }

    /// <summary>The text that may be shown after <paramref name="text"/> came in.</summary>
    public string Push(string text)
    {
        if (_stops.Count == 0)
        {
            return text;
        }

        _held += text;
        var at = _stops.Select(stop => _held.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(-1).Min();
        if (at >= 0)
        {
            Hit = true;
            return Take(at);
        }

        var keep = Enumerable.Range(1, _held.Length).Reverse().FirstOrDefault(length => _stops.Exists(stop => stop.StartsWith(_held[^length..], StringComparison.Ordinal)));
        return Take(_held.Length - keep);
    }

    /// <summary>What was held back, where the answer ends by itself; nothing after a stop.</summary>
    public string Finish() => Take(Hit ? 0 : _held.Length);

    private string Take(int length)
    {
        var shown = _held[..length];
        _held = _held[length..];
        return shown;
    }
}
