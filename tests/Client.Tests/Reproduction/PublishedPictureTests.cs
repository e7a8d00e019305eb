using Paretune.Client.Output;
using Paretune.Testing;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Tests.Reproduction;

/// <summary>
/// The pictures in docs/reproduction.md are those that the files in docs/results give. With PARETUNE_WRITE_PICTURES=1 they are written
/// instead.
/// </summary>
public sealed class PublishedPictureTests
{
    [Fact]
    public void Accuracy_against_dilation_rate_is_drawn_from_the_published_results() => Check(
        "reproduction-dilation.svg",
        new(
            "Accuracy on CIFAR-10 against the dilation rate δ (α 1, ρ 1)", "δ, dilation rate", Percent,
            [
                Measured("32 pixels, 3 seeds, 95 % intervals", "table4-32-seed*.csv"),
                Measured("48 pixels, 3 seeds, 95 % intervals", "table4-48-seed*.csv"),
                Measured("64 pixels, 1 seed", "table4-64-seed*.csv"),
                Paper("paper, 224 pixels", width: 1),
            ]));

    [Fact]
    public void Accuracy_of_narrower_networks_and_smaller_images_is_drawn_from_the_published_results() => Check(
        "reproduction-width.svg",
        new(
            "Fig. 7: accuracy on CIFAR-10 against the dilation rate δ (3 seeds, 95 % intervals)", "δ, dilation rate", Percent,
            [
                Measured("α 1, 32 pixels", "table4-32-seed*.csv"),
                Measured("α 1, 27 pixels (ρ 0.857)", "fig7-coarse-32-seed*.csv"),
                Measured("α 0.75, 32 pixels", "fig7-narrow-32-seed*.csv"),
                Paper("paper, α 1, 224 pixels", width: 1),
                Paper("paper, α 0.75, 224 pixels", width: 0.75),
            ]));

    [Fact]
    public void Loss_against_epoch_is_drawn_from_the_published_results() => Check(
        "reproduction-loss.svg",
        new(
            "Fig. 6: loss on CIFAR-10 against the epoch (δ 3, 32 pixels, 3 seeds, 95 % intervals)", "epoch",
            loss => Formatter.Number(loss, "0.000"),
            [Losses("validation loss", "loss"), Losses("training loss", "trainLoss")]));

    private static void Check(string name, LineChart chart)
    {
        var file = Path.Combine(PublishedResults.Docs, "pictures", name);
        var drawn = chart.Draw() + "\n";

        if (Environment.GetEnvironmentVariable("PARETUNE_WRITE_PICTURES") == "1")
            File.WriteAllText(file, drawn);

        Assert.Equal(File.ReadAllText(file), drawn);
    }

    private static string Percent(double share) => $"{Formatter.Number(share * 100, "0.##")} %";

    private static ChartLine Measured(string name, string pattern) => new(
        name, [.. Enumerable.Range(1, 4).Select(dilation => Point(dilation, PublishedResults.Rows(pattern, dilation), "accuracy"))]);

    private static ChartLine Losses(string name, string column) => new(
        name,
        [
            .. Enumerable.Range(1, 20).Select(
                epoch => Point(epoch, PublishedResults.Rows("fig6-32-seed*.csv", dilation: 3), $"{column}@{epoch}")),
        ]);

    private static ChartPoint Point(double x, IEnumerable<Dictionary<string, string>> rows, string column)
    {
        var mean = PublishedResults.Mean(rows, column)!;
        return new(x, mean.Mean, mean.HalfWidth);
    }

    private static ChartLine Paper(string name, double width) => new(
        name,
        [
            .. from row in PaperResults.ByDilation
               where PaperResults.IsOn(row.Dataset, "cifar10") && (row.Width, row.Resolution) == (width, 1)
               select new ChartPoint(row.Dilation, row.Accuracy),
        ],
        IsDashed: true);
}
