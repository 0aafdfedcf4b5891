using LongWriter.Formats.Chat;
using LongWriter.Inference.Chat;
using Microsoft.Extensions.AI;

namespace LongWriter.Inference.Tests.Chat;

/// <summary>Calls as the tests of the chat client make them, each with a limit to its patience.</summary>
internal static class Calls
{
    /// <summary>16 bytes, no one twice; é takes two of them.</summary>
    public const string Said = "lazy fox:jumpé.";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    public static readonly IReadOnlyList<string> Prompts = ["Write.", "Write on!", "", "A plan for the thing:\n1. begin\n2. end", "Wri", "Write.", "Æther"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static List<int> Prompt(LocalModel model, string text) => model.Template.EncodePrompt([new ChatTurn("user", text)]);

    public static async Task<ChatResponse> Ask(LocalChatClient client, string prompt, ChatOptions? options = null) =>
        await client.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, Token).WaitAsync(Patience, Token);

    public static async Task<List<ChatResponseUpdate>> Stream(LocalChatClient client, string prompt, ChatOptions? options = null)
    {
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, Token))
        {
            updates.Add(update);
        }

        return updates;
    }

    public static async Task<string> Fresh(LocalModel model, string prompt, ChatOptions options, int threads = 1)
    {
        using var client = new LocalChatClient(model, threads);
        return (await Ask(client, prompt, options)).Text;
    }

    public static void AssertUsage(ChatResponse response, int prompt, int cached, int completion)
    {
        Assert.NotNull(response.Usage);
        Assert.Equal((prompt, cached, completion, prompt + completion),
            ((int)response.Usage.InputTokenCount!, (int)response.Usage.CachedInputTokenCount!, (int)response.Usage.OutputTokenCount!, (int)response.Usage.TotalTokenCount!));
    }
}
