using Paretune.Training.Libtorch;
using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

/// <summary>Several trainers on one device.</summary>
public sealed class TrainingDeviceTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TinyImages _images = new();

    public TrainingDeviceTests() => LibtorchLoader.Load();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Trials_at_the_same_time_have_the_figures_they_have_alone_and_share_the_images()
    {
        using var alone = new TrainingDevice(new TinyImages(), "cpu");
        using var shared = new TrainingDevice(_images, "cpu");
        var expected = Reports(alone, "alone").ToList();

        var both = Reports(shared, "first").Zip(Reports(shared, "second")).ToList();

        Assert.Equal(expected, both.Select(pair => pair.First));
        Assert.Equal(expected, both.Select(pair => pair.Second));
        Assert.Equal(1, _images.Opened);
    }

    [Fact]
    public void A_trial_without_room_waits_renews_its_lease_and_begins_when_another_ends()
    {
        using var small = new TrainingDevice(_images, "cpu", memory: 1);
        using var first = Signals(small, "first");
        using var second = Signals(small, "second");
        first.MoveNext();

        second.MoveNext();
        var waiting = Assert.IsType<StepProgress>(second.Current);
        first.Dispose();
        while (second.MoveNext() && second.Current is not Report)
        {
        }

        Assert.Equal((0, 0.0), (waiting.Steps, waiting.ImagesPerSecond));
        Assert.Equal(1, Assert.IsType<Report>(second.Current).Epoch);
    }

    [Fact]
    public void Images_that_another_trial_still_uses_stay_when_others_take_their_name()
    {
        using var device = new TrainingDevice(_images, "cpu");
        using var before = Reports(device, "before").GetEnumerator();
        before.MoveNext();
        _images.Version = 2;

        var after = Reports(device, "after").First();

        Assert.True(before.MoveNext());
        Assert.NotEqual(after.TrainLoss, before.Current.TrainLoss);
        Assert.Equal(2, _images.Opened);
    }

    [Fact]
    public void Other_images_than_the_search_began_with_are_not_trained_on()
    {
        using var device = new TrainingDevice(new TinyImages { Content = "now" }, "cpu");
        var lease = TinyTrial.Lease(trial: 1, "pinned");
        var trainer = TinyTrial.Trainer(device, _home.Path);

        var refused = Assert.Throws<InvalidOperationException>(
            () => trainer.Run(lease with { Job = lease.Job with { Content = "before" } }, default).Count());

        Assert.Contains("(content now, not before)", refused.Message, StringComparison.Ordinal);
        Assert.IsType<Report>(trainer.Run(lease with { Job = lease.Job with { Content = "now" } }, default).OfType<Report>().First());
    }

    [Fact]
    public void A_processor_has_the_memory_of_this_process() => Assert.InRange(TrainingDevice.BytesOf("cpu")!.Value, 1L << 20, 1L << 50);

    private IEnumerable<Report> Reports(TrainingDevice device, string search) =>
        TinyTrial.Trainer(device, _home.Path).Run(TinyTrial.Lease(trial: 1, search), default).OfType<Report>().Select(TinyTrial.Figures);

    private IEnumerator<Signal> Signals(TrainingDevice device, string search) =>
        TinyTrial.Trainer(device, _home.Path, new LeapingTime()).Run(TinyTrial.Lease(trial: 1, search), default).GetEnumerator();
}
