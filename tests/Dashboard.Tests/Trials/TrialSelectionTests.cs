using Paretune.Dashboard.Tests.Charts;
using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class TrialSelectionTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("7", "7")]
    [InlineData("3,1,2", "1-3")]
    [InlineData("1, 4-6,5,9", "1,4-6,9")]
    [InlineData("0,-1,2-,x,3-1,1-2-3,12", "12")]
    public void The_address_is_read_and_written_in_short(string? text, string expected) =>
        Assert.Equal(expected, TrialSelection.Parse(text).ToString());

    [Fact]
    public void An_address_cannot_ask_for_more_than_it_may_carry()
    {
        var selection = TrialSelection.Parse("1-2000000000");

        Assert.Equal(TrialSelection.Most, selection.Numbers.Count);
        Assert.Equal(TrialSelection.Most, selection.Toggled(100_000).Numbers.Count);
        Assert.Equal(TrialSelection.Most, selection.With(TrialSelection.Parse("600-700")).Numbers.Count);
    }

    [Fact]
    public void Of_more_trials_than_it_may_carry_it_keeps_the_most_accurate()
    {
        TrialView[] trials = [.. Enumerable.Range(1, 600).Select(number => Sample.Trial(number) with { Accuracy = number / 600.0 })];

        Assert.Equal("101-600", TrialSelection.From(trials).ToString());
    }

    [Fact]
    public void A_trial_is_added_and_taken_out_again()
    {
        var selection = TrialSelection.Parse("1-3").Toggled(2);

        Assert.Equal("1,3", selection.ToString());
        Assert.Equal("1-3", selection.Toggled(2).ToString());
    }
}
