using System.Collections.Immutable;
using Paretune.Dashboard.Tests.Charts;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class TrialFilterTests
{
    private static readonly TrialView[] Trials =
    [
        Sample.Trial(1) with { Accuracy = 0.25, Macs = 900_000, Network = "vgg16" },
        Sample.Trial(2, dilation: 2) with { Accuracy = 0.5, Macs = 5_000_000, Network = "mobilenet" },
        Sample.Trial(3, dilation: 3) with { Accuracy = 0.8, Macs = 7_000_000, Network = "mobilenet-v2" },
        Sample.Trial(4, dilation: 3) with { State = TrialState.Failed, Macs = 9_000_000, Network = "vgg16" },
    ];

    private static readonly ImmutableArray<TrialProperty> Facts =
        TrialProperties.Create(Sample.Spec, Trials, TrialDescription.From(Trials));

    [Theory]
    [InlineData("accuracy:>50", "3")]
    [InlineData("accuracy:>=50", "2-3")]
    [InlineData("accuracy:50 %", "2")]
    [InlineData("accuracy:..50", "1-2")]
    [InlineData("accuracy:<50", "1")]
    [InlineData("macs:1M..7M", "2-3")]
    [InlineData("macs:>900k", "2-4")]
    [InlineData("macs:5e6", "2")]
    [InlineData("macs:0.000005t", "2")]
    [InlineData("dilation:2..3", "2-4")]
    [InlineData("weightDecay:>0", "")]
    [InlineData("weightDecay:<0", "")]
    [InlineData("weightDecay:>=0", "1-4")]
    [InlineData("weightDecay:0", "1-4")]
    [InlineData("network:MobileNet", "2-3")]
    [InlineData("network:=mobilenet", "2")]
    [InlineData("network:=mobilenet|vgg", "1-2,4")]
    [InlineData("state:failed", "4")]
    [InlineData("network:mobile;accuracy:>60", "3")]
    [InlineData("nothing:5", "1-4")]
    [InlineData("", "1-4")]
    public void Trials_are_kept_that_lie_within(string where, string expected)
    {
        var filters = TrialFilter.Parse(where, Facts);

        Assert.All(filters, filter => Assert.Null(filter.Error));
        Assert.Equal(expected, TrialSelection.From([.. Trials.Where(trial => filters.All(filter => filter.Allows(trial)))]).ToString());
    }

    [Theory]
    [InlineData("macs:many")]
    [InlineData("macs:5 %")]
    [InlineData("macs:..")]
    [InlineData("macs:>")]
    [InlineData("accuracy:1..2..3")]
    [InlineData("accuracy:NaN")]
    public void What_is_no_range_says_what_one_is_and_hides_nothing(string where)
    {
        var filter = Assert.Single(TrialFilter.Parse(where, Facts));

        Assert.Equal($"must be a range such as 1..5, >3 or <5M, but is \"{where.Split(':')[1]}\"", filter.Error);
        Assert.All(Trials, trial => Assert.True(filter.Allows(trial)));
    }

    [Fact]
    public void A_filter_replaces_the_one_of_the_same_fact_and_nothing_takes_it_out()
    {
        var filters = TrialFilter.Parse("accuracy:>60;network:vgg", Facts);
        var accuracy = Facts.Single(fact => fact.Key == "accuracy");

        Assert.Equal("network:vgg;accuracy:<10", TrialFilter.With(filters, accuracy, "<10"));
        Assert.Equal("network:vgg", TrialFilter.With(filters, accuracy, " "));
    }

    [Fact]
    public void A_range_that_was_drawn_keeps_the_values_at_its_ends()
    {
        var accuracy = Facts.Single(fact => fact.Key == "accuracy");
        var filter = TrialFilter.Range(accuracy, 0.25, 0.5);

        Assert.Equal("25..50", filter.Text);
        Assert.Equal([1, 2], Trials.Where(filter.Allows).Select(trial => trial.Number));
    }
}
