using System.Runtime.InteropServices;

namespace LongWriter.Figures;

/// <summary>Points that belong together: a run, a model, an instruction.</summary>
/// <param name="Name">As the legend shows it; series of one name share a colour and a place there.</param>
/// <param name="Points">In the order in which a curve joins them.</param>
public sealed record Series(string Name, IReadOnlyList<Point> Points);

/// <summary>A point of a figure.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Point(double X, double Y);
