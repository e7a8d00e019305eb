using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Recipes;
using Paretune.Training.Tests.Loop;

namespace Paretune.Training.Tests.Recipes;

public sealed class ProgressiveSizeTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public ProgressiveSizeTests() => LibtorchLoader.Load();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(0, 4, "48 48 48 48")]
    [InlineData(0.6, 4, "32 32 48 48")]
    [InlineData(0.5, 2, "32 48")]
    [InlineData(0.99, 3, "32 32 48")]
    [InlineData(0.6, 1, "48")]
    public void The_first_epochs_are_small_and_the_last_is_not(double share, int epochs, string sides) =>
        Assert.Equal(sides, Sides(Growing(share, epochs).Job, epochs));

    [Fact]
    public void What_is_trained_further_keeps_its_sizes() =>
        Assert.Equal("32 48 48 48", Sides(Growing(0.5, 4).Job with { Extensions = [2] }, 4));

    [Fact]
    public void No_side_is_below_what_the_network_takes() =>
        Assert.Equal(10, ProgressiveSize.Compute(Growing(0.5, 4).Job, epoch: 1, full: 12, least: 10));

    [Fact]
    public void A_trial_that_grows_learns_and_goes_on_after_a_stop_with_the_same_numbers_to_the_last_bit()
    {
        using var device = new TrainingDevice(new TinyImages(), "cpu");
        var straight = Reports(device, Growing(0.5, TinyTrial.Epochs, "straight"), take: 4);

        var before = Reports(device, Growing(0.5, TinyTrial.Epochs, "stopped"), take: 1);
        var after = Reports(device, Growing(0.5, TinyTrial.Epochs, "stopped") with { Attempt = 2, ReportedEpochs = 1 }, take: 3);

        Assert.Equal(straight, before.Concat(after));
        Assert.NotEqual(Reports(device, Growing(0, TinyTrial.Epochs, "large"), take: 1), before);
        Assert.True(straight[^1].Accuracy > 0.6, $"{straight[^1].Accuracy}");
    }

    private List<Report> Reports(TrainingDevice device, Lease lease, int take) =>
        [.. TinyTrial.Trainer(device, _home.Path).Run(lease, default).OfType<Report>().Select(TinyTrial.Figures).Take(take)];

    private static string Sides(Job job, int epochs) =>
        string.Join(' ', Enumerable.Range(1, epochs).Select(epoch => ProgressiveSize.Compute(job, epoch, full: 48, least: 8)));

    private static Lease Growing(double share, int epochs, string search = "s")
    {
        var lease = TinyTrial.Lease(trial: 1, search);
        return lease with
        {
            Job = lease.Job with
            {
                Epochs = epochs,
                Configuration = lease.Job.Configuration with
                {
                    BatchSize = 8,
                    Recipe = RecipeOptions.Former with { Progressive = share },
                },
            },
        };
    }
}
