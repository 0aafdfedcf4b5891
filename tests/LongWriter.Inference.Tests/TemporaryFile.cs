namespace LongWriter.Inference.Tests;

/// <summary>A path in the temporary folder; what is there is deleted at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"longwriter-{Guid.NewGuid():N}.gguf");

    public void Dispose() => File.Delete(Path);
}
