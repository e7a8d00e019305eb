using Paretune.Client.Output;

namespace Paretune.Client.Tests.Output;

public sealed class CurveTableTests
{
    [Fact]
    public void A_long_curve_is_thinned_but_keeps_its_first_its_kept_and_its_last_epoch()
    {
        var lines = Drawing.Lines(CurveTable.Glance([.. Enumerable.Range(1, 101).Select(Report)], kept: 37));

        var epochs = lines.Where(line => line.Contains('%')).Select(line => int.Parse(line.Trim().Split(' ')[0]));
        Assert.Equal([1, 11, 22, 33, 37, 44, 55, 66, 77, 88, 99, 101], epochs);
        Assert.Contains(lines, line => line.Contains("12 of 101 epochs; see all with: paretune trial log abcd2345 3"));
    }

    [Fact]
    public void An_epoch_without_an_accuracy_has_no_bar()
    {
        var lines = Drawing.Lines(CurveTable.Glance([Report(1) with { Accuracy = double.NaN }], kept: null));

        Assert.DoesNotContain(lines, line => line.Contains('░'));
    }

    private static Report Report(int epoch) => new()
    {
        Trial = new(new("abcd2345"), 3),
        Attempt = 1,
        Epoch = epoch,
        TrainLoss = 1,
        TrainAccuracy = 0.5,
        ValidationLoss = 1,
        Accuracy = 0.5,
        LearningRate = 0.001,
        Seconds = 2,
        ImagesPerSecond = 900,
        PeakMemoryBytes = 1,
    };
}
