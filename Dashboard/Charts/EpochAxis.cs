namespace Paretune.Dashboard.Charts;

/// <summary>The axis of all that is drawn against epochs: there is no half of one.</summary>
internal static class EpochAxis
{
    private const int Ticks = 10;

    public static object Upto(int epochs) =>
        new { title = new { text = "epoch" }, rangemode = "tozero", dtick = Math.Max(1, (epochs + Ticks - 1) / Ticks) };
}
