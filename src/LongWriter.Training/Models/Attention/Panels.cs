namespace LongWriter.Training.Models.Attention;

/// <summary>Matrices cut into panels of sixteen columns, each panel row after row, as <see cref="Tile"/> reads them; what is missing is 0.</summary>
internal static unsafe class Panels
{
    /// <summary>Panels of a matrix.</summary>
    /// <param name="stride">Floats between its rows.</param>
    /// <param name="rows">Rows it has; panels get <paramref name="padded"/>.</param>
    public static void OfRows(float* from, nint stride, int rows, int padded, int columns, float* to)
    {
        for (var column = 0; column < columns; column += Tile.Columns)
        {
            var width = Math.Min(Tile.Columns, columns - column);
            for (var row = 0; row < rows; row++)
            {
                var target = new Span<float>(to + (row * Tile.Columns), Tile.Columns);
                new ReadOnlySpan<float>(from + (row * stride) + column, width).CopyTo(target);
                target[width..].Clear();
            }

            new Span<float>(to + (rows * Tile.Columns), (padded - rows) * Tile.Columns).Clear();
            to += padded * Tile.Columns;
        }
    }

    /// <summary>Panels of a matrix's transpose: sixteen of its rows side by side.</summary>
    public static void OfColumns(float* from, nint stride, int rows, int columns, float* to)
    {
        for (var row = 0; row < rows; row += Tile.Columns)
        {
            var height = Math.Min(Tile.Columns, rows - row);
            for (var r = 0; r < height; r++)
            {
                var source = from + ((row + r) * stride);
                for (var column = 0; column < columns; column++)
                {
                    to[(column * Tile.Columns) + r] = source[column];
                }
            }

            for (var r = height; r < Tile.Columns; r++)
            {
                for (var column = 0; column < columns; column++)
                {
                    to[(column * Tile.Columns) + r] = 0;
                }
            }

            to += columns * Tile.Columns;
        }
    }
}
