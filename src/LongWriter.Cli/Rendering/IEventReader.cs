namespace LongWriter.Cli.Rendering;

/// <summary>Shows a run's events to someone: a person, a pipe, a program.</summary>
internal interface IEventReader
{
    Task ReadAsync(WritingEvent happened);

    /// <summary>Called once, whether the run ended or broke off.</summary>
    Task CloseAsync();
}
