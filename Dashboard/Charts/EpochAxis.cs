namespace Paretune.Dashboard.Charts;

/// <summary>The horizontal axis of charts against epochs; its ticks are whole numbers.</summary>
internal static class EpochAxis
{
    private const int Marks = 10;

    public static object Upto(int epochs) =>
        new { title = new { text = "epoch" }, rangemode = "tozero", dtick = Charts.Ticks.Whole(epochs, Marks) };
}
