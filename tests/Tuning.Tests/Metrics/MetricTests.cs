using Paretune.Tuning.Metrics;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Metrics;

public sealed class MetricTests
{
    private static readonly Metric Accuracy = MetricTable.Default["accuracy"];
    private static readonly Metric Macs = MetricTable.Default["macs"];
    private static readonly Metric Bytes = MetricTable.Default["fileBytes"];
    private static readonly Metric Latency = MetricTable.Default["latency"];

    private static TrialView Trial => Sample.Trial(1, 0.8314, new(10, 20, 40), latency: 12.5);

    [Fact]
    public void A_gain_is_higher_for_the_better_of_two_values()
    {
        Assert.Equal(0.8314, Accuracy.Gain(Trial));
        Assert.Equal(-20, Macs.Gain(Trial));
        Assert.Equal(("highest", "lowest"), (Accuracy.Best, Macs.Best));
    }

    [Fact]
    public void At_a_report_there_are_costs_and_what_epochs_report()
    {
        var report = Scene.Reported(new Scene().Lease()!, epoch: 1, accuracy: 0.25);

        Assert.Equal([0.25, 20, double.NaN], ((Metric[])[Accuracy, Macs, Latency]).Select(metric => metric.Value(report, Trial.Cost)));
    }

    [Fact]
    public void A_value_is_shown_with_its_unit_and_a_missing_one_as_a_dash()
    {
        var untimed = Trial with { Latency = null, FileBytes = 0 };

        Assert.Equal(["12.500 ms", "-", "83.14 %", "-"], [Latency.Text(Trial), Latency.Text(untimed), Accuracy.Text(Trial), Bytes.Cell(0)]);
        Assert.Equal("-", Latency.Cell(untimed));
        Assert.Equal(("MACs", "accuracy"), (Macs.Counted, Accuracy.Counted));
    }

    [Theory]
    [InlineData(9_999, "9999")]
    [InlineData(10_000, "10 k")]
    [InlineData(999_949, "999.9 k")]
    [InlineData(1_000_000, "1 M")]
    [InlineData(4_100_000, "4.1 M")]
    [InlineData(1_000_000_000, "1 G")]
    [InlineData(2_340_000_000, "2.34 G")]
    [InlineData(1_899_870_000_000, "1.9 T")]
    public void Counts_in_sentences_have_a_prefix_from_ten_thousand(double count, string expected) =>
        Assert.Equal(expected, MetricFormat.Count.InSentence(count));

    [Fact]
    public void A_number_has_its_unit_and_its_highest_value()
    {
        Assert.Equal((" J", 5.0), (MetricFormat.Number("J", 5).Suffix, MetricFormat.Number("J", 5).Most));
        Assert.Equal(("", null), (MetricFormat.Number(null, null).Suffix, MetricFormat.Number(null, null).Most));
    }

    [Fact]
    public void The_text_of_a_limit_has_the_side_that_is_allowed_or_refused()
    {
        var limits = new[] { new MetricLimit(Macs, 5), new MetricLimit(Accuracy, 0.5m) };

        Assert.Equal(["macs ≤ 5", "accuracy ≥ 0.5"], limits.Select(limit => limit.Allowed));
        Assert.Equal(["macs > 5", "accuracy < 0.5"], limits.Select(limit => $"{limit}"));
    }

    [Fact]
    public void Requested_limits_replace_the_searchs_own_on_the_same_metric()
    {
        var spec = Sample.Spec with { Limits = new(Macs: 100, Bytes: 7) };

        var limits = MetricLimit.From(new Limits(Macs: 5), spec);

        Assert.Equal(["macs ≤ 5", "bytes ≤ 7"], limits.Select(limit => limit.Allowed));
    }
}
