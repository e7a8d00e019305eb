using System.Globalization;
using Paretune.Tuning.Paper;

namespace Paretune.Tuning.Tests.Paper;

/// <summary>The results in docs/reproduction.md and docs/performance.md are recomputed from the files in docs/results.</summary>
public sealed class PublishedResultsTests
{
    private static readonly string Docs = Path.Combine(Root(), "docs");

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void The_dilated_rate_on_all_images_of_cifar10_has_the_figures_that_are_told(int dilation)
    {
        var rows = Directory.GetFiles(Path.Combine(Docs, "results"), "table4-32-seed*.csv").Select(file => Row(file, dilation)).ToArray();
        var large = Row(Path.Combine(Docs, "results", "table4-64-seed1.csv"), dilation);

        var told = $"| {dilation} | {Mean(rows, "accuracy")} | {Mean(rows, "accuracy@12")} | {Percent(large["accuracy"])} | "
            + $"{Percent(large["accuracy@12"])} |";

        Assert.Equal(3, rows.Length);
        Assert.Contains(told, File.ReadAllText(Path.Combine(Docs, "reproduction.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2), InlineData(3)]
    public void The_fast_recipe_has_the_accuracies_that_are_told(int seed)
    {
        var row = Row(Path.Combine(Docs, "results", $"fast-seed{seed}.csv"), dilation: 1);

        Assert.Contains(
            $"| 1, 1 (seed {seed}) | 10 | 2.16 M | **{Percent(row["testAccuracy"])}** | {Percent(row["accuracy@10"])} |",
            File.ReadAllText(Path.Combine(Docs, "performance.md")), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Row(string file, int dilation)
    {
        var lines = File.ReadAllLines(file);
        var header = lines[0].Split(',');
        return lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))
            .Single(row => row["dilation"] == dilation.ToString(CultureInfo.InvariantCulture));
    }

    private static string Mean(IEnumerable<Dictionary<string, string>> rows, string column)
    {
        var mean = SeedMean.From(rows.Select(row => (double?)Number(row[column])))!;
        return string.Create(CultureInfo.InvariantCulture, $"{100 * mean.Mean:0.00} ± {100 * mean.HalfWidth:0.00} %");
    }

    private static string Percent(string share) => string.Create(CultureInfo.InvariantCulture, $"{100 * Number(share):0.00} %");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distributed.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Distributed.sln above the tests' build folder");
    }
}
