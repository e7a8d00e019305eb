using System.Collections.Immutable;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Metrics;

public sealed class MetricTableTests
{
    private static readonly ImmutableSortedDictionary<string, CustomMetric> Custom = ImmutableSortedDictionary<string, CustomMetric>.Empty
        .Add("energy", new(MetricGoal.Minimize, Min: 0, Max: null, Unit: "J") { When = MetricWhen.End })
        .Add("recall", new(MetricGoal.Maximize, Min: 0, Max: 1, Unit: null));

    [Fact]
    public void A_custom_metric_has_the_declared_direction_format_and_time()
    {
        var table = MetricTable.From(Custom);

        var (energy, recall) = (table["energy"], table["recall"]);

        Assert.Equal((Direction.Minimize, MetricTime.End, " J"), (energy.Direction, energy.Known, energy.Format.Suffix));
        Assert.Equal((Direction.Maximize, MetricTime.EachReport, MetricFormat.Share), (recall.Direction, recall.Known, recall.Format));
        Assert.All([energy, recall], metric => Assert.True(metric.IsInTables && metric.IsObjective && metric.IsLimit));
    }

    [Theory]
    [InlineData(0.0, 1.0, "J")]
    [InlineData(0.0, 2.0, null)]
    [InlineData(-1.0, 1.0, null)]
    public void Only_a_metric_from_0_to_1_without_a_unit_is_a_share(double min, double max, string? unit)
    {
        var metric = new CustomMetric(MetricGoal.Maximize, min, max, unit);

        var format = MetricTable.From(ImmutableSortedDictionary<string, CustomMetric>.Empty.Add("own", metric))["own"].Format;

        Assert.Equal((max, "0.5"), (format.Most, format.Cell(0.5)));
    }

    [Fact]
    public void A_custom_metric_is_read_from_the_report_or_at_the_end_from_the_trial()
    {
        var table = MetricTable.From(Custom);
        var values = ImmutableSortedDictionary<string, double>.Empty.Add("energy", 3).Add("recall", 0.75);
        var report = Scene.Reported(new Scene().Lease()!, epoch: 1) with { Metrics = values };
        var trial = Sample.Trial(1, 0.5, new(1, 1, 1)) with { Metrics = values };

        Assert.Equal((null, 0.75), (table["energy"].ValueOrNull(report), table["recall"].ValueOrNull(report)));
        Assert.Equal((3.0, 0.75), (table["energy"].ValueOrNull(trial), table["recall"].ValueOrNull(trial)));
        Assert.Null(table["recall"].ValueOrNull(trial with { Metrics = null }));
    }

    [Fact]
    public void Without_custom_metrics_the_table_is_the_default_one() => Assert.Same(MetricTable.Default, MetricTable.From(own: null));

    [Fact]
    public void An_unknown_metric_is_named() => Assert.Contains(
        "macss", Assert.Throws<InvalidDataException>(() => MetricTable.Default["macss"]).Message, StringComparison.Ordinal);

    [Fact]
    public void Tables_of_trials_have_these_columns() => Assert.Equal(
        ["accuracy", "validationLoss", "testAccuracy", "parameters", "macs", "secondsPerEpoch"], Keys(MetricTable.Default.InTables([])));

    [Fact]
    public void A_column_that_few_searches_have_is_shown_where_a_trial_has_its_value()
    {
        var plain = Sample.Trial(1, 0.5, new(1, 1, 1));
        var balanced = plain with { Balanced = 0.4 };

        Assert.DoesNotContain("balancedAccuracy", Keys(MetricTable.Default.InTables([])));
        Assert.DoesNotContain("balancedAccuracy", Keys(MetricTable.Default.InTables([], [plain])));
        Assert.Contains("balancedAccuracy", Keys(MetricTable.Default.InTables([], [plain, balanced])));
    }

    [Fact]
    public void A_custom_trainer_has_no_axis_of_macs_and_none_of_its_goal()
    {
        var spec = Sample.Spec with { Objectives = ["accuracy", "latency"] };

        Assert.Equal(["macs", "parameters", "bytes", "latency"], Keys(MetricTable.Default.Axes(spec)));
        Assert.Equal(
            ["parameters", "bytes"], Keys(MetricTable.Default.Axes(spec with { Trainer = "own", Objectives = ["accuracy"] })));
    }

    [Fact]
    public void Trials_are_charted_against_macs_or_another_cost_that_they_have()
    {
        var trial = Sample.Trial(1, 0.5, new(Parameters: 10, Macs: 20, Bytes: 40));

        Assert.Equal("macs", MetricTable.Default.MainCost([trial]).Key);
        Assert.Equal("parameters", MetricTable.Default.MainCost([trial with { Macs = 0 }]).Key);
    }

    [Fact]
    public void Default_objectives_of_custom_trainers_leave_out_what_only_networks_have()
    {
        Assert.Equal(["accuracy", "parameters", "macs"], MetricTable.Default.DefaultObjectives(isOfNetworks: true));
        Assert.Equal(["accuracy", "parameters"], MetricTable.Default.DefaultObjectives(isOfNetworks: false));
    }

    [Fact]
    public void The_goal_is_accuracy_or_of_other_lists_the_first_that_is_no_cost()
    {
        Assert.Equal("accuracy", Sample.Objectives("macs", "top5Error", "accuracy").Goal.Key);
        Assert.Equal("top5Error", Sample.Objectives("macs", "top5Error").Goal.Key);
        Assert.Equal("macs", Sample.Objectives("macs", "parameters").Goal.Key);
    }

    private static IEnumerable<string> Keys(IEnumerable<Metric> metrics) => metrics.Select(metric => metric.Key);
}
