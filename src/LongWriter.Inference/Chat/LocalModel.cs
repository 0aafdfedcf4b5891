using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Gguf;
using LongWriter.Formats.Tokenization;
using LongWriter.Inference.Model;
using LongWriter.Inference.Sampling;

namespace LongWriter.Inference.Chat;

/// <summary>A model file with all that is needed to talk to it: weights, vocabulary and chat template.</summary>
public sealed class LocalModel : IDisposable
{
    private LocalModel(string path, string name, LlamaModel weights, Tokenizer tokenizer, ChatTemplate template, RecommendedSampling sampling) =>
        (Path, Name, Weights, Tokenizer, Template, Sampling) = (path, name, weights, tokenizer, template, sampling);

    public string Path { get; }

    /// <summary>The name inside the file, or the file's own.</summary>
    public string Name { get; }

    public LlamaModel Weights { get; }

    public Tokenizer Tokenizer { get; }

    public ChatTemplate Template { get; }

    /// <summary>What calls take that leave the sampling open.</summary>
    public RecommendedSampling Sampling { get; }

    /// <summary>
    /// Tokens that an answer may take for each of its words: 2, or 1.6 where words of the conversation are tokens, since such
    /// vocabularies hold whole words (the embedded model takes 1.2 to 1.3, headings included). What is kept free for an answer is lost
    /// to the history.
    /// </summary>
    public double MostTokensPerWord => WordSlots.For(Tokenizer) is null ? 2.0 : 1.6;

    /// <summary>Tokens that a text takes as the first of a conversation.</summary>
    public int CountTokens(string text) => Tokenizer.Encode(text, WordSlots.For(Tokenizer)).Count;

    /// <exception cref="ModelFileException">The file is missing, damaged, or of a kind that is not supported.</exception>
    public static LocalModel Load(string path)
    {
        using var file = GgufFile.Open(path);
        try
        {
            var tokenizer = new Tokenizer(GgufVocabulary.Read(file));
            var template = ChatTemplate.Find(tokenizer, file.Metadata.GetString("tokenizer.chat_template"))
                ?? throw new ModelFileException(path, $"has no chat template that is known here ({string.Join(", ", ChatTemplate.Names)} are)");
            return new LocalModel(path, file.Metadata.GetString("general.name") ?? System.IO.Path.GetFileNameWithoutExtension(path), LlamaModel.Load(file), tokenizer, template, RecommendedSampling.Read(file));
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or OutOfMemoryException)
        {
            throw new ModelFileException(path, $"is not a usable model: {e.Message}", e);
        }
    }

    public void Dispose() => Weights.Dispose();
}
