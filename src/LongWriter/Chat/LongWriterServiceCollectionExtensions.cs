using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Chat;

/// <summary>Registers a <see cref="DocumentWriter"/>.</summary>
public static class LongWriterServiceCollectionExtensions
{
    /// <summary>Key of the chat client that writes, where it is not the one registered without a key.</summary>
    public const string Writer = "writer";

    /// <summary>Key of the chat client that plans and sums up, where it is not the one that writes.</summary>
    public const string Planner = "planner";

    /// <summary>
    /// Registers a <see cref="DocumentWriter"/> over the registered <see cref="IChatClient"/>, or those with the keys
    /// <see cref="Writer"/> and <see cref="Planner"/>, and its <see cref="WriterOptions"/>.
    /// </summary>
    /// <param name="configure">Makes the options from the defaults: <c>options => options with { … }</c>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static IServiceCollection AddLongWriter(this IServiceCollection services, Func<WriterOptions, WriterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new WriterOptions();
        services.AddSingleton((configure?.Invoke(options) ?? options).Checked(nameof(configure)));

        // It holds no state, so that its clients may have any lifetime.
        return services.AddTransient(provider => new DocumentWriter(
            provider.GetKeyedService<IChatClient>(Writer) ?? provider.GetRequiredService<IChatClient>(),
            provider.GetRequiredService<WriterOptions>(),
            provider.GetService<TimeProvider>(),
            provider.GetKeyedService<IChatClient>(Planner)));
    }
}
