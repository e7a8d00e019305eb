using System.Globalization;
using Paretune.Testing;
using static Paretune.Testing.PublishedResults;

namespace Paretune.Tuning.Tests.Paper;

/// <summary>The results in docs/reproduction.md and docs/performance.md are recomputed from the files in docs/results.</summary>
public sealed class PublishedResultsTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void The_dilation_rate_on_all_images_of_cifar10_has_the_published_figures(int dilation)
    {
        var sizes = new[] { 32, 48, 64 }.Select(pixels => Rows($"table4-{pixels}-seed*.csv", dilation)).ToList();

        var cells = sizes.SelectMany(rows => new[] { Interval(rows, "accuracy"), Interval(rows, "accuracy@12") });

        Assert.Equal([3, 3, 1], sizes.Select(rows => rows.Count));
        Assert.All(sizes.SelectMany(rows => rows), row => Assert.Equal(("completed", "12"), (row["state"], row["epochs"])));
        Assert.Contains($"| {dilation} | {string.Join(" | ", cells)} |", Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("googlenet"), InlineData("mobilenet"), InlineData("squeezenet")]
    public void Other_networks_on_all_images_of_cifar10_have_the_published_figures(string network)
    {
        var rows = Rows("table3-32-seed*.csv", 1, network);

        var epochs = string.Join(", ", rows.Select(row => row["bestEpoch"]));
        var tested = rows.Where(row => row["testAccuracy"] is not "").ToList();
        Assert.Equal(3, rows.Count);
        Assert.Contains(
            $"| {network} | {Costs(rows[0])} | {epochs} | {Interval(rows, "accuracy")} | {Interval(rows, "accuracy@12")} | "
            + $"{Interval(tested, "testAccuracy")}{(tested.Count < rows.Count ? $" ({tested.Count} seeds)" : "")} |",
            Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Vgg16_does_not_learn_at_the_learning_rate_of_the_paper()
    {
        var row = Assert.Single(Rows("table3-vgg16-32-seed*.csv", 1, "vgg16"));

        Assert.Equal(("0.001", "2"), (row["learningRate"], row["epochs"]));
        Assert.All(["loss@1", "loss@2"], column => Assert.Equal(Math.Log(10), Number(row[column]), precision: 3));
        var loss = Number(row["loss@2"]).ToString("0.000", CultureInfo.InvariantCulture);
        Assert.Contains(
            $"its loss after each of two epochs was {loss}, that of guessing", Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Vgg16_at_its_own_learning_rate_is_the_most_accurate_of_the_other_networks()
    {
        var row = Assert.Single(Rows("table3-vgg16-slow-32-seed*.csv", 1, "vgg16"));

        Assert.Equal(("completed", "0.0003", "8"), (row["state"], row["learningRate"], row["epochs"]));
        Assert.Contains(
            $"| vgg16, learning rate 0.0003, one seed | {Costs(row)} | {row["bestEpoch"]} | {Interval([row], "accuracy")} | "
            + $"{Interval([row], "accuracy@8")} (epoch 8) | {Interval([row], "testAccuracy")} | 86.17 % |",
            Page("reproduction.md"), StringComparison.Ordinal);
        Assert.All(
            Rows("table3-32-seed*.csv", 1, "googlenet").Concat(Rows("table4-32-seed*.csv", 1)),
            other => Assert.InRange(Number(other["accuracy"]), 0, Number(row["accuracy"])));
    }

    [Fact]
    public void Each_seed_of_the_papers_network_is_between_the_others_with_dilation_1_and_below_them_with_3()
    {
        static double[] Accuracies(string files, int dilation, string network) =>
            [.. Rows(files, dilation, network).Select(row => Number(row["accuracy"]))];

        var (large, small) = (Accuracies("table3-32-seed*.csv", 1, "googlenet"), (double[])[
            .. Accuracies("table3-32-seed*.csv", 1, "mobilenet"), .. Accuracies("table3-32-seed*.csv", 1, "squeezenet")]);
        var (plain, dilated) = (
            Accuracies("table4-32-seed*.csv", 1, "dilated-separable"), Accuracies("table4-32-seed*.csv", 3, "dilated-separable"));
        Assert.All(plain, one => Assert.InRange(one, small.Max(), large.Min()));
        Assert.All(dilated, one => Assert.InRange(one, 0, small.Min()));
    }

    [Theory]
    [InlineData(1, "78.75 %"), InlineData(2, "-"), InlineData(3, "80.35 %"), InlineData(4, "-")]
    public void Narrower_networks_and_smaller_images_have_the_published_figures(int dilation, string paper)
    {
        var (full, coarse, narrow) = (
            Rows("table4-32-seed*.csv", dilation), Rows("fig7-coarse-32-seed*.csv", dilation), Rows("fig7-narrow-32-seed*.csv", dilation));

        Assert.All([.. coarse, .. narrow], row => Assert.Equal(("completed", "12"), (row["state"], row["epochs"])));
        Assert.Equal((3, 3), (coarse.Count, narrow.Count));
        Assert.Contains(
            $"| {dilation} | {Interval(full, "accuracy")} | {Interval(coarse, "accuracy")} | {Interval(narrow, "accuracy")} | {paper} |",
            Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1), InlineData(4), InlineData(6), InlineData(12), InlineData(20)]
    public void Loss_against_epoch_has_the_published_figures(int epoch)
    {
        var rows = Rows("fig6-32-seed*.csv", dilation: 3);

        Assert.Equal(3, rows.Count);
        Assert.Contains(
            $"| {epoch} | {Loss(rows, $"trainLoss@{epoch}")} | {Loss(rows, $"loss@{epoch}")} | {Interval(rows, $"accuracy@{epoch}")} |",
            Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void They_stand_beside_the_paper_s_network(int dilation)
    {
        var rows = Rows("table4-32-seed*.csv", dilation);

        var epochs = string.Join(", ", rows.Select(row => row["bestEpoch"]));
        Assert.Contains(
            $"| dilated-separable δ {dilation} | {Costs(rows[0])} | {epochs} | {Interval(rows, "accuracy")} | "
            + $"{Interval(rows, "accuracy@12")} | ",
            Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Ten_classes_of_tiny_imagenet_with_augmentation_have_the_published_figures(int dilation)
    {
        var rows = Rows("tiny-dilation-seed*.csv", dilation);

        var epochs = string.Join(", ", rows.Select(row => row["bestEpoch"]));
        var line = $"| {dilation} | {epochs} | {Interval(rows, "accuracy")} | {Interval(rows, "accuracy@30")} |";

        Assert.Equal(5, rows.Count);
        Assert.Contains(line, Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table6-64-seed*.csv", "dilated-separable", 1)]
    [InlineData("table6-64-seed*.csv", "dilated-separable", 2)]
    [InlineData("table6-64-seed*.csv", "dilated-separable", 3)]
    [InlineData("table6-64-seed*.csv", "dilated-separable", 4)]
    [InlineData("table5-64-seed*.csv", "mobilenet", 1)]
    [InlineData("table5-64-seed*.csv", "googlenet", 1)]
    public void Ten_classes_of_tiny_imagenet_have_the_published_figures(string files, string network, int dilation)
    {
        var rows = Rows(files, dilation, network);

        var epochs = string.Join(", ", rows.Select(row => row["bestEpoch"]));
        var named = network == "dilated-separable" ? $"{network} δ {dilation}" : network;
        var line = $"| {named} | {epochs} | {Interval(rows, "accuracy")} | {Interval(rows, "accuracy@15")} |";

        Assert.Equal(5, rows.Count);
        Assert.Contains(line, Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_test_accuracy_with_augmentation_is_that_of_the_fronts()
    {
        var rows = Rows("tiny-dilation-seed*.csv", 1).Where(row => row["testAccuracy"] is not "").ToList();

        Assert.Equal(4, rows.Count);
        Assert.Contains(
            $"δ 1 has {Interval(rows, "testAccuracy")} (the four seeds in which it is on the front)", Page("reproduction.md"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mobilenet", 5, "(five seeds)")]
    [InlineData("googlenet", 4, "(the four seeds in which it is on the front)")]
    public void Test_accuracies_on_ten_classes_are_those_of_the_fronts(string network, int seeds, string words)
    {
        var rows = Rows("table5-64-seed*.csv", 1, network).Where(row => row["testAccuracy"] is not "").ToList();

        Assert.Equal(seeds, rows.Count);
        Assert.Contains($"`{network}` has {Interval(rows, "testAccuracy")} {words}", Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fast", "1, 1", 10, "2.16 M", "all three seeds of α 1")]
    [InlineData("fast-narrow", "1, 0.75", 9, "1.23 M", "all three of α 0.75")]
    public void The_fast_recipe_has_the_published_accuracies(
        string files, string configuration, int epochs, string parameters, string reachingIt)
    {
        var (rows, page) = (Rows($"{files}-seed*.csv", dilation: 1), Page("performance.md"));

        Assert.Equal(3, rows.Count);
        Assert.All(rows.Index(), row => Assert.Contains(
            $"| {configuration} (seed {row.Index + 1}) | {epochs} | {parameters} | **{Percent([row.Item], "testAccuracy")}** | "
                + $"{Percent([row.Item], $"accuracy@{epochs}")} |", page, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.True(Number(row["testAccuracy"]) > 0.8425));
        Assert.Contains($"{reachingIt} ({Interval(rows, "testAccuracy")}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_front_of_cifar10_has_the_published_figures()
    {
        var trials = Table("cifar10-front.csv");

        Assert.NotEmpty(trials);
        foreach (var row in trials)
            Assert.Contains(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row["number"]} | {Network(row)} | {64 * Number(row["resolution"])} | {row["learningRate"]} | "
                    + $"{Number(row["parameters"]):N0} | {Number(row["macs"]) / 1e6:0.00} M | "
                    + $"{row["epochs"]} | {Percent(row["accuracy"])} | {Percent(row["testAccuracy"])} |"),
                Page("reproduction.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_that_front_have_the_published_figures()
    {
        var files = Table("cifar10-front-models.csv").ToLookup(row => row["number"]);

        Assert.NotEmpty(files);
        foreach (var trial in files)
        {
            var (fp32, int8) = (trial.Single(row => row["precision"] == "fp32"), trial.Single(row => row["precision"] == "int8"));
            var lost = 100 * (Number(fp32["accuracy"]) - Number(int8["accuracy"]));
            Assert.Contains(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {trial.Key} | {Size(fp32)} | {Latency(fp32)} | {Size(int8)} | {Latency(int8)} | {lost:0.00} | "),
                Page("reproduction.md"), StringComparison.Ordinal);
        }
    }

    private static string Costs(Dictionary<string, string> row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number(row["parameters"]):N0} | {Number(row["macs"]) / 1e6:0.00} M");

    private static string Loss(IReadOnlyList<Dictionary<string, string>> rows, string column)
    {
        var mean = Mean(rows, column)!;
        return string.Create(CultureInfo.InvariantCulture, $"{mean.Mean:0.000} ± {mean.HalfWidth:0.000}");
    }

    private static string Network(Dictionary<string, string> row) =>
        row["network"] == "resnet20" ? row["network"] : $"{row["network"]} α {row["width"]}";

    private static string Size(Dictionary<string, string> file) =>
        string.Create(CultureInfo.InvariantCulture, $"{Number(file["bytes"]) / 1000:N0} kB");

    private static string Latency(Dictionary<string, string> file) =>
        string.Create(CultureInfo.InvariantCulture, $"{Number(file["latency"]):0.00} ms");

    private static string Percent(string share) =>
        share.Length == 0 ? "-" : PublishedResults.Percent(Number(share));

    private static string Percent(IReadOnlyList<Dictionary<string, string>> rows, string column) =>
        Percent(rows.Single()[column]);
}
