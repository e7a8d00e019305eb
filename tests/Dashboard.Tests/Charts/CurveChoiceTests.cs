using Paretune.Dashboard.Charts;
using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Charts;

public sealed class CurveChoiceTests
{
    private static readonly TrialView[] Trials =
    [
        .. Enumerable.Range(1, 200).Select(
            number => Sample.Trial(number) with { Accuracy = number / 200.0, Epochs = number == 200 ? 0 : 3 }),
    ];

    [Fact]
    public void Of_more_trials_than_are_drawn_the_most_accurate_are()
    {
        var (shown, all) = CurveChoice.Choose(Trials, CurveChoice.All);

        Assert.Equal((60, 199), (shown.Length, all));
        Assert.Equal(Enumerable.Range(140, 60).Reverse(), shown.Select(trial => trial.Number));
    }

    [Fact]
    public void So_many_of_the_best_are_drawn_as_are_asked_for_and_no_more_than_can_be_told_apart()
    {
        Assert.Equal([199, 198, 197], CurveChoice.Choose(Trials, CurveChoice.Best, top: 3).Shown.Select(trial => trial.Number));
        Assert.Equal(60, CurveChoice.Choose(Trials, CurveChoice.Best, top: 1000).Shown.Length);
        Assert.Single(CurveChoice.Choose(Trials, CurveChoice.Best, top: -5).Shown);
    }

    [Fact]
    public void A_selection_is_drawn_and_what_of_it_has_no_epoch_is_told()
    {
        var selected = TrialSelection.Parse("7, 200,x,-3,12");

        var (shown, all) = CurveChoice.Choose(Trials, CurveChoice.Selection, selected: selected);

        Assert.Equal([12, 7], shown.Select(trial => trial.Number));
        Assert.Equal(
            "1 selected trial has not reported an epoch.", CurveChoice.Missing(shown.Length, all, CurveChoice.Selection, selected));
        Assert.Equal("The 60 most accurate of 199 trials are shown.", CurveChoice.Missing(60, 199, CurveChoice.All, TrialSelection.None));
    }

    [Fact]
    public void Stopped_are_those_that_were_stopped_early_and_those_that_are_parked()
    {
        TrialView[] trials =
            [.. Enum.GetValues<TrialState>().Select(state => Sample.Trial((int)state + 1) with { State = state, Epochs = 1 })];

        Assert.Equal(
            [TrialState.Stopped, TrialState.Parked],
            CurveChoice.Choose(trials, CurveChoice.Stopped).Shown.Select(trial => trial.State));
    }

    [Fact]
    public void A_choice_that_is_drawn_whole_says_so()
    {
        Assert.Equal((20, 20), CurveChoice.Choose(Trials, CurveChoice.Best) is var (shown, all) ? (shown.Length, all) : default);
        Assert.Empty(CurveChoice.Choose(Trials, CurveChoice.Running).Shown);
    }
}
