using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Chat;

/// <summary>Puts a <see cref="LongWritingChatClient"/> into a pipeline.</summary>
public static class LongWritingChatClientBuilderExtensions
{
    /// <summary>Requests for long texts are written as documents, others pass through. Put it outermost: caches, logs and retries then see the calls that are made.</summary>
    /// <param name="options">How documents are written; null takes those of <see cref="LongWriterServiceCollectionExtensions.AddLongWriter"/>, else the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ChatClientBuilder UseLongWriting(this ChatClientBuilder builder, WriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options?.Checked(nameof(options));
        return builder.Use((inner, services) => new LongWritingChatClient(inner, options ?? services.GetService<WriterOptions>(), services.GetService<TimeProvider>()));
    }
}
