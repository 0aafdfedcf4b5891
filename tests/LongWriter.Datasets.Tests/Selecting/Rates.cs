namespace LongWriter.Datasets.Tests.Selecting;

/// <summary>Counts of a decision over pairs of which half are alike.</summary>
internal sealed record Rates(int Found, int Missed, int False)
{
    public double Recall => (double)Found / (Found + Missed);

    public double Precision => Found + False == 0 ? 0 : (double)Found / (Found + False);

    public override string ToString() => $"recall {Recall:0.000}, precision {Precision:0.000}";
}
