using Paretune.Dashboard.Charts;

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
        var (shown, all) = CurveChoice.Of(Trials, CurveChoice.All);

        Assert.Equal((60, 199), (shown.Length, all));
        Assert.Equal(Enumerable.Range(140, 60).Reverse(), shown.Select(trial => trial.Number));
    }

    [Fact]
    public void A_choice_that_is_drawn_whole_says_so()
    {
        Assert.Equal((20, 20), CurveChoice.Of(Trials, CurveChoice.Best) is var (shown, all) ? (shown.Length, all) : default);
        Assert.Empty(CurveChoice.Of(Trials, CurveChoice.Running).Shown);
    }
}
