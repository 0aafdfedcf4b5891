using Spectre.Console;
using Spectre.Console.Rendering;
using Line = Spectre.Console.Text;

namespace LongWriter.Cli.Rendering;

/// <summary>
/// Progress on a terminal: the plan with what is done, and a bar. One owner of the screen: nothing else writes to it until
/// <see cref="CloseAsync"/>.
/// </summary>
internal sealed class LiveProgress(IAnsiConsole console, TimeProvider time) : IEventReader
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);
    private readonly Pace _pace = new(time);
    private readonly List<(string Heading, int Words)> _done = [];
    private readonly TaskCompletionSource _closed = new();
    private Task _display = Task.CompletedTask;
    private LiveDisplayContext? _live;
    private RunStarted? _started;
    private string? _note;
    private long _drawn;

    public async Task ReadAsync(WritingEvent happened)
    {
        _pace.Read(happened);
        switch (happened)
        {
            case RunStarted started:
                _started = started;
                await OpenAsync();
                break;
            case PlanRepaired repair:
                _note = "plan: " + repair.Reason;
                break;
            case SectionContinued more:
                _note = $"section {more.Section} goes on: {more.Reason}";
                break;
            case HistoryWindowed cut:
                _note = $"the context is full; the model now reads the text from section {cut.FromSection} on";
                break;
            case SectionRestarted again:
                _note = $"section {again.Section} is written again: {again.Reason}";
                break;
            case SectionFinished finished:
                _done.Add((Printable.Of(finished.Section.Heading), finished.Section.Words));
                break;
        }

        if (happened is not TextDelta || time.GetElapsedTime(_drawn) >= s_frame)
        {
            Draw();
        }
    }

    public async Task CloseAsync()
    {
        Draw();
        _closed.TrySetResult();
        await _display;
    }

    private async Task OpenAsync()
    {
        var ready = new TaskCompletionSource();
        _display = console.Live(View()).AutoClear(false).StartAsync(async context =>
        {
            _live = context;
            ready.SetResult();
            await _closed.Task;
        });
        await ready.Task;
    }

    private void Draw()
    {
        _drawn = time.GetTimestamp();
        _live?.UpdateTarget(View());
    }

    private Rows View()
    {
        var rows = new List<IRenderable> { new Line(_started?.Title ?? "", new Style(decoration: Decoration.Bold)) };
        if (_pace.Plan is not { } plan)
        {
            rows.Add(new Line(_started?.TargetWords is { } words ? $"planning {words:N0} words with {_started.Model} …" : "planning …"));
            return new Rows(rows);
        }

        var steps = plan.Plan.Steps;
        var before = _pace.SectionsBefore;
        if (plan.Chapter > 0)
        {
            rows.Add(new Line($"chapter {plan.Chapter} of {_pace.Chapters}"));
        }

        var room = Math.Max(3, console.Profile.Height - 7);
        var first = Math.Clamp(_done.Count - before - (room / 2), 0, Math.Max(0, steps.Count - room));
        for (var i = first; i < Math.Min(steps.Count, first + room); i++)
        {
            rows.Add(Row(i));
        }

        var share = Math.Clamp((double)_pace.Words / Math.Max(1, _pace.Target), 0, 1);
        var state = $" {_pace.Words:N0} of {_pace.Target:N0} words · section {Math.Min(_done.Count - before + 1, steps.Count)} of {steps.Count} · {_pace.WordsPerSecond:N0} words/s{(_pace.Left is { } left ? " · " + left : "")}";
        var width = Math.Clamp(console.Profile.Width - state.Length - 1, 10, 40);
        var filled = (int)(share * width);
        rows.Add(new Line(""));
        rows.Add(new Columns(new Line(new string('━', filled), new Style(Color.Green)), new Line(new string('─', width - filled), new Style(Color.Grey)), new Line(state)) { Expand = false, Padding = new Padding(0) });
        if (_note is not null)
        {
            rows.Add(new Line(_note, new Style(Color.Grey)) { Overflow = Overflow.Ellipsis });
        }

        return new Rows(rows);

        Line Row(int i) => before + i < _done.Count
            ? Cut($"✓ {i + 1,3}  {_done[before + i].Words,5} words  {_done[before + i].Heading}", new Style(Color.Green))
            : before + i == _done.Count
                ? Cut($"▸ {i + 1,3}  {steps[i].Words,5} asked  {Printable.Of(steps[i].MainPoint)}", new Style(decoration: Decoration.Bold))
                : Cut($"  {i + 1,3}  {steps[i].Words,5} asked  {Printable.Of(steps[i].MainPoint)}", new Style(Color.Grey));

        Line Cut(string text, Style style) => new(text.Length < console.Profile.Width ? text : text[..Math.Max(1, console.Profile.Width - 2)] + "…", style);
    }
}
