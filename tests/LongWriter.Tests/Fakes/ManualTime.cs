namespace LongWriter.Fakes;

/// <summary>A clock that stands still until a test moves it, or moves by the same step at every look.</summary>
internal sealed class ManualTime(TimeSpan? step = null) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero).AddTicks(_ticks);

    public override long GetTimestamp()
    {
        _ticks += (step ?? TimeSpan.Zero).Ticks;
        return _ticks;
    }

    public void Advance(TimeSpan time) => _ticks += time.Ticks;
}
