using Paretune.Dashboard.Charts;

namespace Paretune.Dashboard.Tests.Charts;

public sealed class DecisionChartTests
{
    [Fact]
    public void Each_rung_says_what_was_expected_and_what_was_to_beat()
    {
        var chart = DecisionChart.Create(
            [],
            [
                new(3, 0.5, 0.7, 0.05, 1, null, null, Continued: true, null),
                new(9, 0.6, 0.68, 0.02, 0.04, 12, 0.71, Continued: false, 0.63),
            ],
            Sample.Spec);

        Assert.Equal(
            "After 3 epochs: predicted final accuracy 70.00 %, no completed trial to beat. "
                + "After 9 epochs: predicted final accuracy 68.00 %, accuracy to beat 71.00 %, chance 4.00 %.",
            chart.Summary);
        // The curve, a line per rung, and the line that the trial had to exceed at the second rung.
        Assert.Equal(4, chart.Traces.Length);
        Assert.Equal(["9", "60.00 %", "68.00 %", "2.00 %", "4.00 %", "71.00 %", "12", "parked"], chart.Table.Rows()[1]);
    }
}
