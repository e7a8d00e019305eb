using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

public sealed class SimulatedTrainingTests
{
    [Fact]
    public void Another_attempt_goes_on_with_the_same_figures()
    {
        var whole = Reports(Lease(attempt: 1, reported: 0));

        var rest = Reports(Lease(attempt: 2, reported: 2));

        Assert.Equal([1, 2, 3, 4], whole.Select(report => report.Epoch));
        Assert.Equal(whole.Skip(2).Select(report => report with { Attempt = 2 }), rest);
    }

    [Fact]
    public void Trials_differ_and_learn()
    {
        var (one, other) = (Reports(Lease()), Reports(Lease(trial: 2)));

        Assert.NotEqual(one.Select(report => report.Accuracy), other.Select(report => report.Accuracy));
        Assert.True(one[^1].Accuracy > one[0].Accuracy);
    }

    [Fact]
    public void A_long_epoch_tells_its_steps_and_stops_when_asked()
    {
        using var stop = new CancellationTokenSource();
        var lease = Lease() with { Job = Lease().Job with { EpochSeconds = 1 } };
        using var signals = SimulatedTraining.Run(lease, stop.Token).GetEnumerator();

        Assert.True(signals.MoveNext());
        stop.Cancel();

        Assert.Equal((1, 2), signals.Current is StepProgress step ? (step.Step, step.Steps) : default);
        Assert.Throws<OperationCanceledException>(() => signals.MoveNext());
    }

    private static List<Report> Reports(Lease lease) => [.. SimulatedTraining.Run(lease, CancellationToken.None).OfType<Report>()];

    private static Lease Lease(int trial = 1, int attempt = 1, int reported = 0) => new(
        new(new("aaaaaaaa"), trial), attempt, LeaseKind.Train,
        new("shapes", "simulated", new(1, 1, 1, 0.001, 0, 8), 32, 4, 1) { EpochSeconds = 0.001 },
        reported, 1, TimeSpan.FromSeconds(30), new("host", "simulated:1", "1"));
}
