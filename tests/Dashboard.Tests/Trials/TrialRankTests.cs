using Paretune.Dashboard.Tests.Charts;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class TrialRankTests
{
    private static readonly TrialView[] All =
    [
        Sample.Trial(1) with { Accuracy = 0.6 }, Sample.Trial(2) with { Accuracy = 0.8 }, Sample.Trial(3) with { Accuracy = 0.6 },
        Sample.Trial(4) with { Accuracy = 0.9, State = TrialState.Stopped }, Sample.Trial(5) with { Accuracy = 0.5 },
    ];

    [Fact]
    public void A_trial_is_ranked_among_those_that_completed_and_equal_ones_share_a_place() =>
        Assert.Equal(["2 of 4 by accuracy", "1 of 4 by accuracy", "2 of 4 by accuracy", null, "4 of 4 by accuracy"], All.Select(Rank));

    private static string? Rank(TrialView trial) => TrialRank.Format(trial, All, Objectives.From(Sample.Spec).Goal);
}
