using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LongWriter.Soak;

/// <summary>
/// A model endpoint that costs next to nothing: events are bytes that lie ready, and one wheel sends all that are due every few
/// milliseconds. Every event has its own point in time from the beginning of its call, so that lateness does not add up.
/// </summary>
internal sealed class SoakServer(int port, Settings settings)
{
    private static readonly byte[] s_head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(5);

    private readonly SectionPool _pool = new(settings);
    private readonly List<Answer>[] _wheel = [.. Enumerable.Range(0, 1024).Select(_ => new List<Answer>())];
    private readonly ConcurrentQueue<Answer> _new = new();
    private readonly List<(long From, long To)> _calls = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private (long Sum, long Most) _late;

    private sealed class Answer(Socket socket, byte[][] events, long began, TaskCompletionSource sent)
    {
        public int Next;

        public Socket Socket => socket;

        public byte[][] Events => events;

        public long Began => began;

        public TaskCompletionSource Sent => sent;
    }

    public async Task RunAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(4096);
        _ = TurnAsync();
        await Console.Error.WriteLineAsync("ready");
        while (true)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync());
        }
    }

    private async Task TurnAsync()
    {
        using var timer = new PeriodicTimer(s_tick);
        var due = new List<Answer>();
        for (var turned = 0L; await timer.WaitForNextTickAsync();)
        {
            while (_new.TryDequeue(out var answer))
            {
                Place(answer, turned);
            }

            for (var now = (long)(Stopwatch.GetElapsedTime(_began) / s_tick); turned <= now; turned++)
            {
                var slot = _wheel[turned % _wheel.Length];
                (due, _wheel[turned % _wheel.Length]) = (slot, due);
                foreach (var answer in due)
                {
                    Send(answer, turned);
                }

                due.Clear();
            }
        }
    }

    private void Send(Answer answer, long turned)
    {
        try
        {
            answer.Socket.Send(answer.Events[answer.Next++]);
        }
        catch (SocketException)
        {
            answer.Next = answer.Events.Length; // the client left
        }

        if (answer.Next < answer.Events.Length)
        {
            Place(answer, turned + 1);
            return;
        }

        var end = Stopwatch.GetTimestamp();
        lock (_calls)
        {
            _calls.Add((answer.Began, end));
            var late = end - answer.Began - (long)(settings.SectionSeconds * Stopwatch.Frequency);
            _late = (_late.Sum + late, Math.Max(_late.Most, late));
        }

        answer.Sent.SetResult();
    }

    /// <summary>Puts an answer where its next event is due, at the earliest in a turn that has not been.</summary>
    private void Place(Answer answer, long earliest)
    {
        var seconds = settings.First + (answer.Next * settings.Chunk / settings.Rate);
        var tick = (long)Math.Ceiling((Stopwatch.GetElapsedTime(_began, answer.Began) + TimeSpan.FromSeconds(seconds)) / s_tick);
        _wheel[Math.Clamp(tick, earliest, earliest + _wheel.Length - 1) % _wheel.Length].Add(answer);
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        using (socket)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(4096);
            try
            {
                while (true)
                {
                    var (read, head) = (0, -1);
                    var length = 0;
                    while (head < 0 || read < head + length)
                    {
                        if (read == buffer.Length)
                        {
                            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
                            buffer.AsSpan(0, read).CopyTo(larger);
                            ArrayPool<byte>.Shared.Return(buffer);
                            buffer = larger;
                        }

                        var count = await socket.ReceiveAsync(buffer.AsMemory(read));
                        if (count == 0)
                        {
                            return;
                        }

                        read += count;
                        if (head < 0 && buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
                        {
                            head = end + 4;
                            length = Number(buffer.AsSpan(0, head), "Content-Length: "u8) ?? 0;
                        }
                    }

                    if (buffer.AsSpan(0, read).StartsWith("GET "u8))
                    {
                        await socket.SendAsync(Statistics(Encoding.ASCII.GetString(buffer, 0, buffer.AsSpan().IndexOf((byte)'\r'))));
                        continue;
                    }

                    var (document, step) = Asked(buffer.AsSpan(head, length));
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(4096);
                    var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    var began = Stopwatch.GetTimestamp();
                    await socket.SendAsync(s_head);
                    _new.Enqueue(new Answer(socket, _pool.Section(document, step), began, sent));
                    await sent.Task;
                }
            }
            catch (SocketException)
            {
                // The client left.
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>The document and the step of it that a prompt asks for: the first is named at its front, the other at its end.</summary>
    private static (int Document, int Step) Asked(ReadOnlySpan<byte> body)
    {
        var end = body[Math.Max(0, body.Length - 600)..];
        return (Number(body, "subject "u8) ?? 0, Number(end[Math.Max(0, end.LastIndexOf("Paragraph "u8))..], "Paragraph "u8) ?? 0);
    }

    private static int? Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label) =>
        text.IndexOf(label) is >= 0 and var at && Utf8Parser.TryParse(text[(at + label.Length)..], out int number, out _) ? number : null;

    /// <summary>Answers "GET /FROM/TO": calls, seconds that slots were busy between two points in time, mean and greatest lateness of an answer's end, seconds of processor.</summary>
    private byte[] Statistics(string request)
    {
        var parts = request.Split(' ', '/');
        var (from, to) = (long.Parse(parts[2], CultureInfo.InvariantCulture), long.Parse(parts[3], CultureInfo.InvariantCulture));
        string body;
        lock (_calls)
        {
            var busy = _calls.Sum(call => Math.Max(0, Math.Min(call.To, to) - Math.Max(call.From, from)));
            body = string.Join(' ', _calls.Count, Seconds(busy), Seconds(_late.Sum / Math.Max(1, _calls.Count)), Seconds(_late.Most), Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture));
        }

        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        static string Seconds(long ticks) => ((double)ticks / Stopwatch.Frequency).ToString("F3", CultureInfo.InvariantCulture);
    }
}
