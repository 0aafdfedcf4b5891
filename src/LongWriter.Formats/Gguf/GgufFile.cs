using System.IO.MemoryMappedFiles;

namespace LongWriter.Formats.Gguf;

/// <summary>
/// A GGUF file (versions 2 and 3), memory-mapped. The file is treated as hostile: every count, length and offset is checked
/// against the bytes that are there before anything of that size is allocated or read.
/// </summary>
/// <remarks>Thread-safe after opening. Spans handed out are valid until <see cref="Dispose"/>.</remarks>
public sealed unsafe class GgufFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private GgufFile(string path)
    {
        Path = path;
        try
        {
            Length = new FileInfo(path).Length;
            if (Length < 24)
            {
                throw new ModelFileException(path, $"not a GGUF model: {Length} bytes is shorter than the GGUF header");
            }

            _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            _view = _map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            byte* pointer = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            _start = pointer + _view.PointerOffset;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFileException(path, "no such model file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"cannot be read: {e.Message}", e);
        }
    }

    public string Path { get; }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    /// <summary>Key-value pairs of the header.</summary>
    public GgufMetadata Metadata { get; private set; } = null!;

    /// <summary>Tensors by name.</summary>
    public IReadOnlyDictionary<string, GgufTensor> Tensors { get; private set; } = null!;

    /// <exception cref="ModelFileException">The file is missing, unreadable, truncated, or not a sound GGUF file.</exception>
    public static GgufFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new GgufFile(path);
        try
        {
            var header = new GgufHeaderReader(path, file._start, file.Length);
            (file.Metadata, file.Tensors) = header.Read();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="ModelFileException">There is none.</exception>
    public GgufTensor Tensor(string name) =>
        Tensors.TryGetValue(name, out var tensor) ? tensor : throw new ModelFileException(Path, $"has no tensor '{name}'; it may be a model of another architecture or a cut file");

    /// <summary>Address of a tensor's data inside the mapping.</summary>
    public byte* Data(GgufTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return _start + tensor.Offset;
    }

    public void Dispose()
    {
        if (_view is not null)
        {
            if (_start is not null)
            {
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
            }

            _view.Dispose();
        }

        _map?.Dispose();
    }
}
