using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LongWriter.Providers.Fakes;

/// <summary>What a <see cref="FaultyServer"/> does wrong with a call.</summary>
internal enum Wrong
{
    Nothing,
    BusyForSeconds,
    BusyUntil,
    Busy,
    Failed,
    Overloaded,
    Refused,
    Dropped,
    StalledAtOnce,
    StalledInTheMiddle,
    Cut,
    Reset,
    Page,
    Empty,
    Garbage,
    Refusal,
    Length,
}

/// <summary>
/// A server on loopback that speaks the chat protocol of OpenAI, and spoils a share of the calls. What it does with a call depends on its
/// seed, the prompt and how often that prompt came, not on the order of calls.
/// </summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _times = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly double _share;
    private readonly int _seed;
    private readonly Func<string, Random, string> _write;
    private readonly Task _serving;
    private TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <param name="share">Share of calls that go wrong, 0 to 1.</param>
    /// <param name="write">What it answers to a prompt where all is well.</param>
    public FaultyServer(double share, int seed, TimeProvider time, Func<string, Random, string> write)
    {
        (_share, _seed, _time, _write) = (share, seed, time, write);
        _listener.Start(1000);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1/chat/completions");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Calls by what was done with them.</summary>
    public ConcurrentDictionary<Wrong, int> Done { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
            {
                // Stopped, or refusing for a moment.
                await Task.Delay(1);
            }
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var prompt = await ReadPromptAsync(socket);
                var random = new Random(unchecked((StableHash(prompt) * 31) + (_seed * 7919) + _times.AddOrUpdate(prompt, 1, (_, times) => times + 1)));
                var wrong = random.NextDouble() < _share ? (Wrong)random.Next(1, Enum.GetValues<Wrong>().Length) : Wrong.Nothing;
                Done.AddOrUpdate(wrong, 1, (_, count) => count + 1);
                await AnswerAsync(socket, wrong, prompt, random);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client left.
            }
        }
    }

    private async Task AnswerAsync(Socket socket, Wrong wrong, string prompt, Random random)
    {
        switch (wrong)
        {
            case Wrong.BusyForSeconds:
                await SendAsync(socket, $"HTTP/1.1 429 Too Many Requests\r\nRetry-After: {random.Next(1, 4)}\r\n", "{\"error\":{\"message\":\"Rate limit reached\"}}");
                return;
            case Wrong.BusyUntil:
                await SendAsync(socket, $"HTTP/1.1 429 Too Many Requests\r\nRetry-After: {_time.GetUtcNow().AddSeconds(2).ToString("r", CultureInfo.InvariantCulture)}\r\n", "{}");
                return;
            case Wrong.Busy:
                await SendAsync(socket, "HTTP/1.1 429 Too Many Requests\r\n", "{\"error\":{\"message\":\"Rate limit reached\"}}");
                return;
            case Wrong.Failed:
                await SendAsync(socket, "HTTP/1.1 500 Internal Server Error\r\n", "Internal Server Error");
                return;
            case Wrong.Overloaded:
                await SendAsync(socket, "HTTP/1.1 503 Service Unavailable\r\n", "upstream connect error");
                return;
            case Wrong.Refused:
                await RefuseAsync(socket);
                return;
            case Wrong.Dropped:
                Reset(socket);
                return;
            case Wrong.StalledAtOnce:
                await StallAsync(socket);
                return;
            case Wrong.Page:
                await SendAsync(socket, "HTTP/1.1 200 OK\r\n", "<html><body>502 Bad Gateway</body></html>");
                return;
        }

        var text = wrong switch
        {
            Wrong.Empty => "",
            Wrong.Garbage => string.Concat(Enumerable.Range(0, 300).Select(_ => "@#%1234 =+"[random.Next(10)])),
            Wrong.Refusal => random.Next(2) == 0 ? "I'm sorry, but I can't help with that." : "抱歉，我无法继续。",
            _ => _write(prompt, random),
        };
        var end = wrong is Wrong.StalledInTheMiddle or Wrong.Cut or Wrong.Reset or Wrong.Length ? random.Next(1, Math.Max(2, text.Length)) : text.Length;
        await SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n", Event("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        for (var at = 0; at < end; at += 60)
        {
            var piece = text[at..Math.Min(end, at + 60)];
            await SendAsync(socket, Event($"{{\"content\":{JsonSerializer.Serialize(piece)}}}", "null"));
        }

        switch (wrong)
        {
            case Wrong.StalledInTheMiddle:
                await StallAsync(socket);
                break;
            case Wrong.Cut:
                break;
            case Wrong.Reset:
                Reset(socket);
                break;
            default:
                await SendAsync(socket, Event("{}", wrong == Wrong.Length ? "\"length\"" : "\"stop\"") + "data: [DONE]\n\n");
                break;
        }
    }

    /// <summary>Lets nobody in for a moment, and throws out who asks now.</summary>
    private async Task RefuseAsync(Socket socket)
    {
        Reset(socket);
        _listener.Dispose();
        await Task.Delay(TimeSpan.FromSeconds(0.5), _time, _stop.Token);
        var listener = new TcpListener(IPAddress.Loopback, Address.Port);
        try
        {
            listener.Start(1000);
            _listener = listener;
        }
        catch (SocketException)
        {
            listener.Dispose(); // another call has opened it again
        }
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Says nothing until the client leaves.</summary>
    private async Task StallAsync(Socket socket)
    {
        while (await socket.ReceiveAsync(new byte[64], _stop.Token) > 0)
        {
        }
    }

    private static string Event(string delta, string finish) => $"data: {{\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}]}}\n\n";

    private Task SendAsync(Socket socket, string head, string body) => SendAsync(socket, $"{head}Connection: close\r\n\r\n{body}");

    private async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.UTF8.GetBytes(text), _stop.Token);

    private async Task<string> ReadPromptAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        var bytes = new List<byte>();
        var buffer = new byte[8192];
        var (head, length) = (-1, 0);
        while (head < 0 || bytes.Count < head + length)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                throw new IOException("the request was cut");
            }

            bytes.AddRange(buffer.AsSpan(0, read));
            if (head < 0 && Encoding.ASCII.GetString([.. bytes]) is var text && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
            {
                head = end + 4;
                var field = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
                length = int.Parse(text.AsSpan(field + 16, text.IndexOf('\r', field) - field - 16), CultureInfo.InvariantCulture);
            }
        }

        using var request = JsonDocument.Parse(bytes.Skip(head).Take(length).ToArray());
        return string.Concat(request.RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()));
    }

    /// <summary>The same in every process.</summary>
    private static int StableHash(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));
}
