using LongWriter.Text;

namespace LongWriter.Evaluation.Running;

/// <summary>Counts what a run does and tells the time it still takes, by the words that its prompts themselves ask for. Thread-safe.</summary>
internal sealed class RunPace(int total, int standing, IEnumerable<string> left, TimeProvider time)
{
    /// <summary>What a prompt that states no length is taken to ask for.</summary>
    private const int Unstated = 1000;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly Lock _counting = new();
    private readonly Dictionary<object, int> _underWay = [];
    private readonly long _start = time.GetTimestamp();
    private readonly long _weight = left.Sum(prompt => (long)Weight(prompt));
    private long _looked = time.GetTimestamp();
    private long _weightDone;
    private long _words;
    private int _done;
    private int _failed;

    public RunProgress Now()
    {
        lock (_counting)
        {
            var rest = _weight - _weightDone;
            TimeSpan? remaining = rest > 0 && _weightDone > 0 ? time.GetElapsedTime(_start) * ((double)rest / _weightDone) : null;
            return new RunProgress(total, standing, _done, _failed, _words + _underWay.Values.Sum(), remaining);
        }
    }

    /// <summary>Whether it is time to tell how far answers under way are: once a second, for all of them.</summary>
    public bool IsDue()
    {
        lock (_counting)
        {
            if (time.GetElapsedTime(_looked) < s_look)
            {
                return false;
            }

            _looked = time.GetTimestamp();
            return true;
        }
    }

    /// <param name="answer">What tells answers under way apart.</param>
    public void Write(object answer, int words)
    {
        lock (_counting)
        {
            _underWay[answer] = words;
        }
    }

    /// <param name="words">Words of the answer, or null where it failed.</param>
    public void End(object answer, string prompt, int? words)
    {
        lock (_counting)
        {
            _underWay.Remove(answer);
            _weightDone += Weight(prompt);
            _words += words ?? 0;
            _done += words is null ? 0 : 1;
            _failed += words is null ? 1 : 0;
        }
    }

    private static int Weight(string prompt) => Math.Max(100, TargetLength.Read(prompt) ?? Unstated);
}
