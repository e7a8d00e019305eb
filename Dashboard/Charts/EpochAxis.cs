namespace Paretune.Dashboard.Charts;

/// <summary>The axis of all that is drawn against epochs: there is no half of one.</summary>
internal static class EpochAxis
{
    private const int Marks = 10;

    public static object Upto(int epochs) =>
        new { title = new { text = "epoch" }, rangemode = "tozero", dtick = Charts.Ticks.Whole(epochs, Marks) };
}
