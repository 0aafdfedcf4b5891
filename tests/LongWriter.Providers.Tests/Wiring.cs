using LongWriter.Fakes;
using LongWriter.Providers.Resilience;
using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests;

/// <summary>One way to name and reach a provider's model at a server of ours.</summary>
/// <param name="Name">The model's name, given the server's address without the slash at its end.</param>
/// <param name="Variables">What is set, given the same.</param>
internal sealed record Wiring(IProtocol Protocol, Func<string, string> Name, Func<string, Dictionary<string, string>> Variables)
{
    /// <summary>A key that no other text holds.</summary>
    public const string Key = "sk-secret-9f8e7d6c5b4a";

    public OpenedModel Open(Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var address = server.ToString().TrimEnd('/');
        var variables = Variables(address);
        return ModelCatalog.Open(Name(address), variables.GetValueOrDefault, new ManualTime());
    }

    public Reply Whole(Answer answer, int piece = int.MaxValue) => Replies.Stream(Protocol.ContentType, Protocol.Whole(answer), piece);

    /// <summary>The call's updates.</summary>
    public async Task<List<ChatResponseUpdate>> StreamAsync(Uri server, ChatOptions? options = null, string prompt = "Write about rivers")
    {
        using var model = Open(server);
        return await model.Client.GetStreamingResponseAsync(prompt, options, TestContext.Current.CancellationToken).ToListAsync();
    }

    /// <summary>What the call throws, as the provider's reader reads it, and whole.</summary>
    public async Task<(EndpointFault Fault, Exception Thrown)> FaultAsync(Uri server)
    {
        using var model = Open(server);
        var thrown = await Assert.ThrowsAnyAsync<Exception>(async () => await model.Client.GetStreamingResponseAsync("Write about rivers", null, TestContext.Current.CancellationToken).ToListAsync());
        var fault = model.Faults!(thrown);
        Assert.True(fault is not null, $"no fault is read from {thrown}");
        return (fault, thrown);
    }
}

internal static class Updates
{
    public static async Task<List<ChatResponseUpdate>> ToListAsync(this IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        var list = new List<ChatResponseUpdate>();
        await foreach (var update in updates)
        {
            list.Add(update);
        }

        return list;
    }

    public static string Text(this IEnumerable<ChatResponseUpdate> updates) => string.Concat(updates.Select(update => update.Text));

    public static UsageDetails Usage(this IEnumerable<ChatResponseUpdate> updates) => Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>()).Details;
}
