using System.Buffers.Binary;

namespace LongWriter.Datasets.Rows;

/// <summary>
/// The ends of a Parquet file (parquet-format, "File Format"): it begins with PAR1 and ends with a footer, the footer's length in four bytes,
/// and PAR1 again. Only the footer says where rows are: a file that has lost it has lost them all.
/// </summary>
internal static class ParquetFooter
{
    private const int Mark = 4;

    /// <summary>The footer's length and the mark behind it.</summary>
    private const int Tail = 8;

    /// <returns>What is wrong with the ends of the file and at which bytes, or null.</returns>
    /// <exception cref="DataFileException">It cannot be read.</exception>
    public static string? Problem(string path)
    {
        using var file = DataFile.OpenRead(path);
        if (file.Length < Mark + Tail)
        {
            return FormattableString.Invariant($"is no Parquet file: it has {file.Length} bytes, and the smallest has {Mark + Tail}");
        }

        Span<byte> head = stackalloc byte[Mark];
        Span<byte> tail = stackalloc byte[Tail];
        file.ReadExactly(head);
        file.Position = file.Length - Tail;
        file.ReadExactly(tail);
        if (!head.SequenceEqual("PAR1"u8))
        {
            return "is no Parquet file: it does not begin with PAR1";
        }

        // What is cut off ends in the middle of something, whose last bytes may be anything but the mark.
        return !tail[Mark..].SequenceEqual("PAR1"u8) ? FormattableString.Invariant($"is cut off: it ends at byte {file.Length:N0} without a footer, and no row can be found without it; bring the whole file")
            : BinaryPrimitives.ReadInt32LittleEndian(tail) is var length && (length < 0 || length > file.Length - Mark - Tail) ? FormattableString.Invariant($"has a footer of {length:N0} bytes by its own account, and {file.Length - Mark - Tail:N0} bytes stand before it; bring the whole file")
            : null;
    }
}
