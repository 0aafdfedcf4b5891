// A model file as a chat client: nothing of AgentWrite, no server, no native code.
//
//   LocalModel                        the embedded model
//   LocalModel FILE.gguf "A prompt"   another model of the Llama architecture

using LongWriter.Inference.Chat;
using LongWriter.Inference.Kernels;
using Microsoft.Extensions.AI;

var (path, prompt) = args is [var file, var text] ? (file, text) : (Path.Combine(AppContext.BaseDirectory, "models", "longwriter-nano.gguf"), "Write about rain on old roofs.");
using var model = LocalModel.Load(path);
using var client = new LocalChatClient(model);
Console.Error.WriteLine($"{model.Name}, reads {model.Weights.Shape.ContextLength} tokens, {Processor.Int8Kernel} kernel");

var options = new ChatOptions { Seed = 7, MaxOutputTokens = 120 };
List<ChatMessage> conversation = [new(ChatRole.User, prompt)];
var answer = new List<ChatResponseUpdate>();
await foreach (var update in client.GetStreamingResponseAsync(conversation, options))
{
    Console.Write(update.Text);
    answer.Add(update);
}

// The second turn begins with the first: only what is new is read, the rest comes from the cache.
conversation.AddMessages(answer);
conversation.Add(new ChatMessage(ChatRole.User, "Write one more paragraph."));
var second = await client.GetResponseAsync(conversation, options);
Console.WriteLine($"\n\n{second.Text}");
Console.Error.WriteLine($"second turn: {second.Usage!.CachedInputTokenCount} of {second.Usage.InputTokenCount} tokens of the prompt from the cache");
