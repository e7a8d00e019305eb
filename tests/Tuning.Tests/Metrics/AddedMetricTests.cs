using System.Text.Json;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Metrics;

/// <summary>A metric that is only added as a row of the table appears everywhere.</summary>
public sealed class AddedMetricTests
{
    private static readonly Metric MemoryMetric = Metric.OfCost("workingSet", "working set", cost => 2 * cost.Bytes) with
    {
        Unit = "bytes of memory",
        Help = "bytes in use while one image is classified",
        IsInTables = true,
        IsObjective = true,
        IsLimit = true,
    };

    private static readonly Metric Recall = Metric.OfEpoch("recall", "recall", epoch => epoch.TopFive / 2) with
    {
        Direction = Direction.Maximize,
        IsObjective = true,
        IsLimit = true,
    };

    private static readonly MetricTable Table = new([.. MetricTable.Default.Rows, MemoryMetric, Recall]);

    private static TrialView Small => Sample.Trial(1, 0.6, new(10, 100, 40)) with { TopFive = 0.8 };

    private static TrialView Large => Sample.Trial(2, 0.9, new(90, 900, 360)) with { TopFive = 0.9 };

    [Fact]
    public void It_is_an_objective_that_a_search_may_name()
    {
        var errors = new List<ValidationError>();

        var objectives = new ObjectiveReader(Table).Objectives(
            Field("""["accuracy", "workingSet", "recall"]""", errors), isOfNetworks: true);

        Assert.Empty(errors);
        Assert.Equal(["accuracy", "workingSet", "recall"], objectives);
    }

    [Fact]
    public void A_name_that_is_nearly_its_own_is_told()
    {
        var errors = new List<ValidationError>();

        new ObjectiveReader(Table).Objectives(Field("""["accuracy", "workingSett"]""", errors), isOfNetworks: true);

        Assert.Contains("did you mean \"workingSet\"?", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_a_limit_on_the_most_of_what_is_to_shrink_and_on_the_least_of_what_is_to_grow()
    {
        var errors = new List<ValidationError>();

        var limits = MetricLimit.From(
            new ObjectiveReader(Table).Limits(Field("""{ "workingSet": 100, "minRecall": 0.42 }""", errors)), Table);

        Assert.Empty(errors);
        Assert.Equal(["workingSet ≤ 100", "recall ≥ 0.42"], limits.Select(limit => limit.Allowed));
        Assert.Equal(
            [(false, true), (true, false)], new[] { Small, Large }.Select(trial => (limits[0].Excludes(trial), limits[1].Excludes(trial))));
        Assert.True(limits[0].Excludes(Large.Cost));
    }

    [Fact]
    public void It_has_flags()
    {
        var flags = MetricFlags.Create(Table);

        Assert.Contains("workingSet, recall", flags.Single(flag => flag.Name == "--objectives").Help, StringComparison.Ordinal);
        Assert.Equal("limits.workingSet", flags.Single(flag => flag.Name == "--max-working-set").Path);
        Assert.Equal("limits.minRecall", flags.Single(flag => flag.Name == "--min-recall").Path);
    }

    [Fact]
    public void Fronts_rules_and_the_score_weigh_it()
    {
        var objectives = Objectives.From(["accuracy", "workingSet", "recall"], Table);
        var (front, ranges) = (objectives.NewFront<int>(), new CostRanges(objectives, []));
        foreach (var trial in new[] { Small, Large, Sample.Trial(3, 0.5, new(20, 200, 80)) with { TopFive = 0.7 } })
        {
            ranges.Include(trial);
            front.Add(trial.Number, objectives.Values(trial));
        }

        var scale = Sample.Scale(objectives) with { Axes = ranges.Axes };

        var optimum = OptimumRule.Parse("smallest-within:50").ChooseWithin([], [Small, Large], scale);

        Assert.Equal([1, 2], front.Members);
        Assert.Contains("trial 1 has the fewest bytes of memory (80)", optimum!.Reason, StringComparison.Ordinal);
        Assert.True(scale.Axes.Single().HasLength);
    }

    [Fact]
    public async Task It_is_a_column_of_every_table()
    {
        var text = new StringWriter { NewLine = "\n" };

        await TrialCsv.Write(text, [Small], Table);

        var lines = text.ToString().Split('\n');
        Assert.Contains(",workingSet,recall,schedule,", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",80,0.4,,,,,,,,", lines[1], StringComparison.Ordinal);
        Assert.Contains(MemoryMetric, Table.InTables([]));
        Assert.Contains(Recall, Table.InTables(["recall"]));
        Assert.DoesNotContain(Recall, Table.InTables([]));
    }

    [Fact]
    public void What_each_epoch_gives_is_a_curve() =>
        Assert.Equal("recall/validation", EpochColumn.From(Table).Single(column => column.Key == "recall").Curve);

    [Fact]
    public void Trials_are_drawn_against_it() =>
        Assert.Equal(
            ["macs", "parameters", "bytes", "workingSet", "recall"],
            Table.Axes(Objectives.From(["accuracy", "recall"], Table), isOfNetworks: true).Select(metric => metric.Key));

    private static Field Field(string json, List<ValidationError> errors) =>
        new(JsonSerializer.Deserialize<JsonElement>(json), "field", errors);
}
