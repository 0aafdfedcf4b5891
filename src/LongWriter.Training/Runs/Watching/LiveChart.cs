using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LongWriter.Training.Runs.Watching;

/// <summary>A run on a terminal: the curves of its loss and of what was kept from training, a bar, pace and time left.</summary>
internal sealed class LiveChart : ITrainProgress
{
    private const int Training = 1;
    private const int HeldOut = 2;
    private const int LabelWidth = 9;

    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(250);
    private static readonly Style s_quiet = new(Color.Grey);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly Pace _pace;
    private readonly List<(double Step, double Loss)> _losses;
    private readonly List<(double Step, double Loss)> _heldOut;
    private readonly TaskCompletionSource _closed = new();
    private readonly Task _display;
    private LiveDisplayContext? _live;
    private StepResult? _last;
    private long _drawn;

    /// <param name="before">What the run's files tell of the steps before this process, so that the curve goes on.</param>
    public LiveChart(IAnsiConsole console, Pace pace, RunHistory before, TimeProvider time)
    {
        (_console, _pace, _time) = (console, pace, time);
        _losses = [.. before.Of("loss").Select(point => ((double)point.Step, point.Value))];
        _heldOut = [.. before.HeldOut.Select(measured => ((double)measured.Steps, measured.Loss))];
        var ready = new TaskCompletionSource();
        _display = Task.Factory.StartNew(
            () => console.Live(new Text("")).AutoClear(false).Start(context =>
            {
                _live = context;
                ready.SetResult();
                _closed.Task.GetAwaiter().GetResult();
            }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        ready.Task.GetAwaiter().GetResult();
        _drawn = time.GetTimestamp();
    }

    public void Read(StepResult result)
    {
        _pace.Read(result);
        _last = result;
        _losses.Add((result.Step + 1, result.Loss));
        if (_losses.Count == 1 || _time.GetElapsedTime(_drawn) >= s_frame)
        {
            Draw();
        }
    }

    public void Read(HeldOutLoss measured)
    {
        _heldOut.Add((measured.Steps, measured.Loss));
        Draw();
    }

    public void Dispose()
    {
        Draw();
        _closed.TrySetResult();
        _display.GetAwaiter().GetResult();
    }

    private void Draw()
    {
        _drawn = _time.GetTimestamp();
        _live?.UpdateTarget(View());
    }

    private Rows View()
    {
        var (width, height) = (Math.Min(_console.Profile.Width - LabelWidth - 3, 100), Math.Min(_console.Profile.Height - 8, 14));
        var rows = new List<IRenderable>();
        if (_losses.Count > 0 && width >= 20 && height >= 3)
        {
            rows.AddRange(Chart(width, height));
        }

        if (_last is { } last)
        {
            rows.AddRange(State(last, Math.Clamp(_console.Profile.Width - 2, 10, 60)));
        }

        return new Rows(rows);
    }

    private IEnumerable<IRenderable> Chart(int width, int height)
    {
        var bounds = ChartBounds.Of([.. _losses, .. _heldOut]);
        var chart = new BrailleChart(width, height);
        chart.Add(Training, _losses, bounds);
        chart.Add(HeldOut, _heldOut, bounds);
        for (var line = 0; line < height; line++)
        {
            var share = (double)line / (height - 1);
            var label = line % 4 == 0 || line == height - 1 ? Number(bounds.High - (share * bounds.Up), "F3") : "";
            var row = new Paragraph($"{label,LabelWidth} {(label.Length > 0 ? '┤' : '│')}", s_quiet) { Overflow = Overflow.Crop };
            foreach (var (text, series) in chart.Line(line))
            {
                row.Append(text, ColourOf(series));
            }

            yield return row;
        }

        var (first, last) = (Number(bounds.Left, "N0"), Number(bounds.Right, "N0"));
        yield return new Text($"{new string(' ', LabelWidth + 1)}└{new string('─', width)}", s_quiet);
        yield return new Text($"{new string(' ', LabelWidth + 2)}{first}{last.PadLeft(Math.Max(1, width - first.Length))}", s_quiet);
    }

    private IEnumerable<IRenderable> State(StepResult last, int width)
    {
        var loss = new Paragraph("━ ", ColourOf(Training)).Append($"loss {Number(_pace.Loss, "F4")}");
        if (_heldOut.Count > 0)
        {
            loss.Append("   ━ ", ColourOf(HeldOut)).Append($"held out {Number(_heldOut[^1].Loss, "F4")} ").Append($"after step {Number(_heldOut[^1].Step, "N0")}", s_quiet);
        }

        if (last.Preference is { } pairs)
        {
            loss.Append(string.Create(CultureInfo.InvariantCulture, $"   margin {pairs.Margin:F4} · accuracy {pairs.Accuracy:P0}"));
        }

        var filled = (int)((double)(last.Step + 1) / _pace.Steps * width);
        yield return loss;
        yield return new Paragraph(new string('━', filled), ColourOf(Training)).Append(new string('─', width - filled), s_quiet);
        yield return new Text(string.Create(CultureInfo.InvariantCulture, $"step {last.Step + 1:N0} of {_pace.Steps:N0} · {_pace.TokensPerSecond:N0} tokens/s · left {TimeLeft.Of(_pace.Left)} · lr {last.LearningRate:0.0E+0} · grad {last.GradNorm:F2}"));
    }

    private static Style ColourOf(int series) => series switch { Training => new Style(Color.Green), HeldOut => new Style(Color.Orange1), _ => s_quiet };

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
