namespace LongWriter.Strategies;

/// <summary>One way to write a document: yields its plan and its sections, not its beginning and end.</summary>
internal interface IStrategy
{
    /// <exception cref="WritingException">A plan or a section could not be had.</exception>
    IAsyncEnumerable<WritingEvent> WriteAsync(CancellationToken cancellationToken);
}
