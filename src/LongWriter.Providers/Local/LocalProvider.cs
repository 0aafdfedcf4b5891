using LongWriter.Formats;
using LongWriter.Inference.Chat;
using LongWriter.Writing;

namespace LongWriter.Providers.Local;

/// <summary>The embedded model and GGUF files, computed on this machine.</summary>
internal static class LocalProvider
{
    private static readonly string s_embeddedPath = Path.Combine(AppContext.BaseDirectory, "models", "longwriter-nano.gguf");

    /// <exception cref="ModelSetupException">The name is neither a file nor any other name of a model.</exception>
    /// <exception cref="ModelFileException">The file is missing or cannot be used.</exception>
    public static OpenedModel Open(ModelName name)
    {
        var path = name.Model;
        var embedded = path is ModelCatalog.Embedded;
        if (!embedded && !File.Exists(path) && !path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelSetupException($"{path}: is neither a model file nor the name of a model; give {ModelName.Forms}");
        }

        var local = LocalModel.Load(embedded ? s_embeddedPath : path);
        var client = new LocalChatClient(local);
        var context = new ContextWindow(local.Weights.Shape.ContextLength, local.CountTokens) { MostTokensPerWord = local.MostTokensPerWord };
        return new OpenedModel(client, local.Name, context, embedded, [client, local]);
    }
}
