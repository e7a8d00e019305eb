using Paretune.Client.Output;
using Paretune.Testing;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Tests.Reproduction;

/// <summary>The picture in docs/reproduction.md is the one that the files in docs/results give.</summary>
public sealed class PublishedPictureTests
{
    /// <summary>With PARETUNE_WRITE_PICTURES=1 the picture is written instead.</summary>
    [Fact]
    public void Accuracy_against_dilation_rate_is_drawn_from_the_published_results()
    {
        var file = Path.Combine(PublishedResults.Docs, "pictures", "reproduction-dilation.svg");
        var drawn = new LineChart(
            "Accuracy on CIFAR-10 against the dilation rate δ (α 1, ρ 1)", "δ, dilation rate",
            share => $"{Formatter.Number(share * 100, "0.##")} %",
            [
                Measured("32 pixels, 3 seeds, 95 % intervals", "table4-32-seed*.csv"),
                Measured("64 pixels, 1 seed", "table4-64-seed*.csv"),
                new("paper, 224 pixels", [.. Paper()], IsDashed: true),
            ]).Draw() + "\n";

        if (Environment.GetEnvironmentVariable("PARETUNE_WRITE_PICTURES") == "1")
            File.WriteAllText(file, drawn);

        Assert.Equal(File.ReadAllText(file), drawn);
    }

    private static ChartLine Measured(string name, string pattern) => new(
        name,
        [
            .. from dilation in Enumerable.Range(1, 4)
               let mean = PublishedResults.Mean(PublishedResults.Rows(pattern, dilation), "accuracy")
               select new ChartPoint(dilation, mean.Mean, mean.HalfWidth),
        ]);

    private static IEnumerable<ChartPoint> Paper() =>
        from row in PaperResults.ByDilation
        where PaperResults.IsOn(row.Dataset, "cifar10") && (row.Width, row.Resolution) == (1, 1)
        select new ChartPoint(row.Dilation, row.Accuracy);
}
