using LongWriter.Formats;
using LongWriter.Inference.Chat;
using LongWriter.Writing;

namespace LongWriter.Providers;

/// <summary>Turns what a user names as a model into a chat client.</summary>
public static class ModelCatalog
{
    /// <summary>The name of the model that ships with the tool.</summary>
    public const string Embedded = "nano";

    private static readonly string s_embeddedPath = Path.Combine(AppContext.BaseDirectory, "models", "longwriter-nano.gguf");

    /// <param name="model">A GGUF file, or <see cref="Embedded"/>.</param>
    /// <exception cref="ModelFileException">There is no such model, or its file cannot be used.</exception>
    public static OpenedModel Open(string model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        var embedded = model is Embedded;
        if (!embedded && !File.Exists(model) && !model.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelFileException(model, $"is neither a model file nor the name of a model; give a .gguf file, or '{Embedded}' for the embedded model");
        }

        var local = LocalModel.Load(embedded ? s_embeddedPath : model);
        var client = new LocalChatClient(local);
        var context = new ContextWindow(local.Weights.Shape.ContextLength, local.CountTokens);
        return new OpenedModel(client, local.Name, context, embedded, [client, local]);
    }
}
