using Paretune.Silo.Workers;

namespace Paretune.Silo.Tests.Workers;

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
        using var signals = SimulatedTraining.Run(Lease(images: 250), stop.Token).GetEnumerator();

        Assert.True(signals.MoveNext());
        stop.Cancel();

        Assert.Equal((1, 2), signals.Current is StepProgress step ? (step.Step, step.Steps) : default);
        Assert.Throws<OperationCanceledException>(() => signals.MoveNext());
    }

    [Theory]
    [InlineData(1, 0.004)]
    [InlineData(50, 0.2)]
    public void It_takes_250_images_a_second(int images, double seconds) =>
        Assert.All(Reports(Lease(images: images)), report => Assert.Equal(seconds, report.Seconds));

    [Fact]
    public void An_epoch_of_all_images_takes_a_second()
    {
        using var stop = new CancellationTokenSource();
        using var signals = SimulatedTraining.Run(Lease(images: null), stop.Token).GetEnumerator();

        Assert.True(signals.MoveNext() && signals.MoveNext());

        Assert.Equal(1, Assert.IsType<Report>(signals.Current).Seconds);
    }

    [Theory]
    [InlineData("vgg16")]
    // The network of a search started by 0.1.
    [InlineData("simulated")]
    public void Whatever_network_is_asked_for_is_simulated(string network)
    {
        var lease = Lease();

        Assert.Equal(
            Reports(lease).Select(report => report.Accuracy),
            Reports(lease with { Job = lease.Job with { Network = network } }).Select(report => report.Accuracy));
    }

    [Fact]
    public void A_custom_trainer_is_refused()
    {
        var lease = Lease() with { Job = Lease().Job with { Trainer = "lines" } };

        var refused = Assert.Throws<InvalidOperationException>(() => Reports(lease));

        Assert.Equal(
            "a simulated device trains Paretune's own networks only, but got trainer lines; set Paretune:Devices to auto", refused.Message);
    }

    private static List<Report> Reports(Lease lease) => [.. SimulatedTraining.Run(lease, CancellationToken.None).OfType<Report>()];

    private static Lease Lease(int trial = 1, int attempt = 1, int reported = 0, int? images = 1) => new(
        new(new("aaaaaaaa"), trial), attempt, LeaseKind.Train,
        new("shapes", "mobilenet", new(1, 1, 1, 0.001, 0, 8), 32, 4, 1) { TrainImages = images },
        reported, 1, TimeSpan.FromSeconds(30), new("host", "simulated:1", "1"));
}
