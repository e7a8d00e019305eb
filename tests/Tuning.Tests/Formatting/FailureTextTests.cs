using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Tests.Formatting;

public sealed class FailureTextTests
{
    [Fact]
    public void Failures_of_one_cause_are_counted_together_the_most_frequent_first()
    {
        TrialView[] trials =
        [
            Trial(1, TrialState.Completed, ""), Trial(2, TrialState.OutOfMemory, "GPU 1 has no room for 512 images"),
            Trial(5, TrialState.Failed, "no file /data/3.bin"), Trial(3, TrialState.Failed, "no file /data/17.bin"),
            Trial(4, TrialState.Stopped, "by asha"),
        ];

        var failures = FailureText.From(trials);

        Assert.Equal([("failed: no file /data/17.bin", "2 trials"), ("out of memory: GPU 1 has no room for 512 images", "1 trial")],
            failures.Select(one => (one.Reason, one.Count)));
        Assert.Equal([3, 5], failures[0].Trials);
    }

    private static TrialView Trial(int number, TrialState state, string reason) =>
        Sample.Trial(number, 0.5, new(1, 1, 1)) with { State = state, Reason = reason };
}
