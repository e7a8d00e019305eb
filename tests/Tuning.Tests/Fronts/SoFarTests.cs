using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class SoFarTests
{
    [Theory]
    [InlineData(TrialState.Parked, 0.85, true)]
    [InlineData(TrialState.Parked, 0.79, false)]
    [InlineData(TrialState.Running, 0.85, false)]
    [InlineData(TrialState.Parked, null, false)]
    public void A_parked_trial_stands_beside_the_front_if_no_member_of_its_size_is_better(TrialState state, double? accuracy, bool isOn)
    {
        var member = Sample.Trial(1, 0.8, new(100, 100, 400));
        var trial = Sample.Trial(2, 0, new(200, 200, 800)) with { State = state, Accuracy = accuracy };

        Assert.Equal(isOn, SoFar.IsOn([member], trial, Sample.Objectives("accuracy", "parameters")));
    }
}
