using LongWriter.Formats;
using LongWriter.Providers.Anthropic;
using LongWriter.Providers.Local;
using LongWriter.Providers.Ollama;
using LongWriter.Providers.OpenAI;

namespace LongWriter.Providers;

/// <summary>Turns what a user names as a model into a chat client.</summary>
public static class ModelCatalog
{
    /// <summary>The name of the model that ships with the tool.</summary>
    public const string Embedded = "nano";

    /// <param name="model">A name as <see cref="ModelName"/> has them.</param>
    /// <param name="environment">Reads a variable: keys and addresses. Null takes the process's own.</param>
    /// <param name="time">Tells how far off a date is that an endpoint wants to be left alone until.</param>
    /// <exception cref="ModelSetupException">There is no such name, or a variable is missing or wrong.</exception>
    /// <exception cref="ModelFileException">The model's file cannot be used.</exception>
    /// <remarks>No call is made: an endpoint that is not there is found out by the first one.</remarks>
    public static OpenedModel Open(string model, Func<string, string?>? environment = null, TimeProvider? time = null)
    {
        var name = ModelName.Parse(model);
        var surroundings = new Surroundings(environment ?? Environment.GetEnvironmentVariable, time ?? TimeProvider.System);
        return name.Provider switch
        {
            Provider.Local => LocalProvider.Open(name),
            Provider.Anthropic => AnthropicProvider.Open(name, surroundings),
            Provider.Ollama => OllamaProvider.Open(name, surroundings),
            _ => OpenAIProvider.Open(name, surroundings),
        };
    }
}
