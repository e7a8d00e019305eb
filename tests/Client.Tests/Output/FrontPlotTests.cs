using Paretune.Client.Output;

namespace Paretune.Client.Tests.Output;

public sealed class FrontPlotTests
{
    [Fact]
    public void The_front_is_joined_the_optimum_marked_and_a_dominated_trial_faint()
    {
        TrialView[] trials = [
            Trial(1, 100_000, 0.2, true), Trial(2, 1_000_000, 0.4, true), Trial(3, 10_000_000, 0.6, true),
            Trial(4, 10_000_000, 0.2, false)];

        var lines = FrontPlot.Lines(trials, optimum: 2, width: 41, height: 5);

        // Thirty-one columns over two decades: one decade is fifteen columns.
        Assert.Equal(
            [
                "  60.00 %│                           ...●",
                "         │                   ........",
                "         │            ...★...",
                "         │    ........",
                "  20.00 %│●...                          ·",
            ], lines.Take(5));
        Assert.Contains("100.0 k", lines[6]);
        Assert.EndsWith("10.00 M MACs", lines[6]);
    }

    [Fact]
    public void One_trial_is_a_point_in_the_middle()
    {
        var lines = FrontPlot.Lines([Trial(1, 5000, 0.5, true)], optimum: null, width: 30, height: 5);

        Assert.Equal('●', lines[2][^1]);
    }

    [Fact]
    public void A_parked_trial_that_would_be_on_the_front_is_hollow()
    {
        var lines = FrontPlot.Lines([Trial(1, 5000, 0.5, false) with { SoFar = true }], optimum: null, width: 30, height: 5);

        Assert.Equal('○', lines[2][^1]);
        Assert.Contains("○ parked, accuracy so far", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_confirmed_front_is_drawn_at_the_means_that_decide_it()
    {
        TrialView[] trials = [
            Trial(1, 100_000, 0.9, true) with { Estimate = new(0.88, 0.87, 0.89, 1, [0.9, 0.86]) { Decides = true } },
            Trial(2, 1_000_000, 0.89, true) with { Estimate = new(0.89, 0.88, 0.9, 1, [0.89, 0.89]) { Decides = true } }];

        var lines = FrontPlot.Lines(trials, optimum: null, width: 30, height: 5);

        Assert.StartsWith("  89.00 %│", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(".●", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  88.00 %│●", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_accuracy_there_is_no_plot()
    {
        var lines = FrontPlot.Lines([Trial(1, 5000, null, false), Trial(2, 5000, double.NaN, false)], optimum: null, width: 30, height: 5);

        Assert.Equal(["no trial has an accuracy yet"], lines);
    }

    private static TrialView Trial(int number, long macs, double? accuracy, bool onFront) => new()
    {
        Number = number,
        Configuration = new(1, 1, 1, 0.001, 0, 128),
        State = TrialState.Completed,
        Attempt = 1,
        Epochs = 1,
        Accuracy = accuracy,
        Parameters = 1,
        Macs = macs,
        Bytes = 4,
        OnFront = onFront,
    };
}
