using System.Globalization;
using System.Text.RegularExpressions;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Paper;
using static Paretune.Testing.PublishedResults;
using Row = System.Collections.Generic.Dictionary<string, string>;

namespace Paretune.Tuning.Tests.Paper;

/// <summary>What the sentences of docs/reproduction.md claim follows from the files in docs/results.</summary>
public sealed partial class PublishedTextTests
{
    private static readonly string Text = Page("reproduction.md").Split("## Not measured")[0];

    // Of pytorch-cifar-models: ResNet-20, MobileNetV2 × 0.5 and ShuffleNetV2 × 0.5.
    private static readonly string[] Cited = ["92.60 %", "92.88 %", "90.13 %"];

    /// <summary>A digit that is wrong anywhere gives an accuracy that no file, no paper and no public model has.</summary>
    [Fact]
    public void Every_accuracy_in_the_text_was_measured_or_is_cited()
    {
        var known = Measured().Concat(Papers()).Concat(Cited).ToHashSet();
        var written = Accuracy().Matches(Text).Select(match => match.Value).ToList();

        Assert.True(written.Count > 80, $"only {written.Count} accuracies found");
        Assert.DoesNotContain(written, one => !known.Contains(one));
    }

    [Theory]
    [InlineData(32, "At 32 pixels, the intervals of δ 1, 2 and 3 do not overlap over three seeds", true)]
    [InlineData(48, "at 48 pixels the intervals overlap, but accuracy falls from δ 1 to 3 in each of three seeds", false)]
    public void Accuracy_falls_from_dilation_1_to_3_in_every_seed(int pixels, string words, bool isClear)
    {
        var rows = Enumerable.Range(1, 3).Select(dilation => Rows($"table4-{pixels}-seed*.csv", dilation)).ToList();
        var means = rows.Select(row => Mean(row, "accuracy")!).ToList();

        Assert.All(Enumerable.Range(0, 2), dilation => Assert.Equal(isClear, means[dilation].IsAbove(means[dilation + 1])));
        Assert.All(Enumerable.Range(0, 3), seed => Assert.Equal(
            [0, 1, 2], Enumerable.Range(0, 3).OrderByDescending(dilation => Number(rows[dilation][seed]["accuracy"]))));
        Says($"{words} ({Percent(means[0].Mean)}, {Percent(means[1].Mean)} and {Percent(means[2].Mean)})");
    }

    [Fact]
    public void Accuracy_falls_from_dilation_1_to_3_at_64_pixels_but_not_clearly_between_2_and_3()
    {
        var large = Enumerable.Range(1, 3).Select(dilation => Mean(Rows("table4-64-seed1.csv", dilation), "accuracy")!.Mean).ToList();

        Assert.True(large[0] - large[1] > 2 * HalfInterval(large[1], 5000));
        Assert.Equal(0.07, large[0] - large[1], 0.005);
        Assert.InRange(large[1] - large[2], 0, HalfInterval(large[1], 5000));
    }

    [Fact]
    public void Larger_images_hardly_reduce_what_dilation_3_loses()
    {
        static double At(int pixels, int dilation) => Mean(Rows($"table4-{pixels}-seed*.csv", dilation), "accuracy")!.Mean;

        var losses = new[] { 32, 48, 64 }.Select(pixels => Points(At(pixels, 1) - At(pixels, 3))).ToList();

        Assert.Equal(losses.OrderDescending(), losses);
        Assert.InRange(losses[0] - losses[2], 0, 1);
        Says(string.Create(
            CultureInfo.InvariantCulture, $"{losses[0]:0.0} points at 32 pixels, {losses[1]:0.0} at 48 and {losses[2]:0.0} at 64"));
    }

    [Fact]
    public void At_48_pixels_seeds_differ_more_than_at_32_and_agree_on_the_order()
    {
        var rows = Enumerable.Range(1, 4).Select(dilation => Rows("table4-48-seed*.csv", dilation)).ToList();
        var accuracies = rows[0].Select(row => Number(row["accuracy"])).ToList();
        var (first, others) = (Mean(rows[0], "accuracy")!, rows.Skip(1).Take(2).Select(row => Mean(row, "accuracy")!));

        Assert.DoesNotContain(others, first.IsAbove);
        Assert.True(first.HalfWidth > Mean(Rows("table4-32-seed*.csv", 1), "accuracy")!.HalfWidth);
        Assert.All(Enumerable.Range(0, 3), seed => Assert.Equal(
            [0, 1, 2, 3], Enumerable.Range(0, 4).OrderByDescending(dilation => Number(rows[dilation][seed]["accuracy"]))));
        Says(string.Create(CultureInfo.InvariantCulture, $"δ 1 differs by {Points(accuracies.Max() - accuracies.Min()):0.0} points"));
    }

    [Fact]
    public void The_answers_about_the_papers_recipe_are_those_of_table_4()
    {
        var epochs = new[] { "table4-32-seed*.csv", "table4-48-seed*.csv", "table4-64-seed1.csv" }.SelectMany(Files).SelectMany(Table)
            .Select(row => Number(row["bestEpoch"])).ToList();

        Says($"the validation loss is lowest at epoch {epochs.Min()} to {epochs.Max()} of 12");
        Says($"{Interval(Rows("table4-32-seed*.csv", 1), "testAccuracy")} on the test images at 32 pixels, "
            + $"{Interval(Rows("table4-48-seed*.csv", 1), "testAccuracy")} at 48 and "
            + $"{Interval(Rows("table4-64-seed1.csv", 1), "testAccuracy")} at 64");
    }

    [Fact]
    public void After_the_best_epoch_accuracy_still_rises_where_the_text_says_so()
    {
        static int[] Rising(string files) =>
        [
            .. Enumerable.Range(1, 4).Where(
                dilation => Mean(Rows(files, dilation), "accuracy@12")!.Mean > Mean(Rows(files, dilation), "accuracy")!.Mean),
        ];

        Assert.Equal([1], Rising("table4-32-seed*.csv"));
        Assert.Equal([1, 2], Rising("table4-48-seed*.csv"));
        Assert.Equal([1, 2], Rising("table4-64-seed1.csv"));
        Says("accuracy still rises for δ 1 at all sizes and for δ 2 at 48 and 64 pixels");
    }

    [Fact]
    public void The_validation_loss_of_dilation_3_is_lowest_before_the_papers_epoch_and_longer_training_does_not_help()
    {
        var rows = Rows("fig6-32-seed*.csv", dilation: 3);

        Assert.All(rows, row => Assert.InRange(Number(row["bestEpoch"]), 1, PaperResults.KeptEpoch("cifar10") - 1));
        Assert.Equal(4, Mean(rows, "trainLoss@6")!.Mean / Mean(rows, "trainLoss@20")!.Mean, 0.5);
        Assert.All(rows, row => Assert.True(Number(row["accuracy@20"]) < Number(row["accuracy@6"])));
        Says($"lowest at epochs {rows[0]["bestEpoch"]}, {rows[1]["bestEpoch"]} and {rows[2]["bestEpoch"]}**");
    }

    [Theory]
    [InlineData("fig7-narrow-32-seed*.csv", "α 0.75 saves 40 % of the MACs and loses at most 2.2 points", 40, -0.1, 2.2)]
    [InlineData("fig7-coarse-32-seed*.csv", "ρ 0.857 saves only 10 % of the MACs and loses 1.3 to 2.7 points", 10, 1.3, 2.7)]
    public void Narrower_networks_and_smaller_images_save_and_lose_what_the_text_says(
        string files, string sentence, int saved, double least, double most)
    {
        var means = Enumerable.Range(1, 4).Select(dilation => (
            Full: Mean(Rows("table4-32-seed*.csv", dilation), "accuracy")!, Less: Mean(Rows(files, dilation), "accuracy")!)).ToList();
        var losses = means.Select(mean => Math.Round(100 * (mean.Full.Mean - mean.Less.Mean), 1)).ToList();

        Says(sentence);
        Assert.Equal((least, most), (losses.Min(), losses.Max()));
        Assert.Equal(saved, 100 * (1 - Number(Rows(files, 1)[0]["macs"]) / Number(Rows("table4-32-seed*.csv", 1)[0]["macs"])), 0.5);
        if (files.Contains("narrow", StringComparison.Ordinal))
            Assert.DoesNotContain(means, mean => mean.Full.IsAbove(mean.Less));
    }

    [Theory]
    [InlineData("fig7-coarse-32-seed*.csv"), InlineData("fig7-narrow-32-seed*.csv")]
    public void Accuracy_falls_from_dilation_1_to_3_in_every_seed_of_fig_7(string files)
    {
        var seeds = Files(files).Select(file => Table(file).OrderBy(row => row["dilation"], StringComparer.Ordinal).Take(3)
            .Select(row => Number(row["accuracy"])).ToList()).ToList();

        Assert.Equal(3, seeds.Count);
        Assert.All(seeds, seed => Assert.True(seed[0] > seed[1] && seed[1] > seed[2]));
    }

    [Fact]
    public void Mobilenet_was_tested_in_its_two_more_accurate_seeds_only()
    {
        var seeds = Rows("table3-32-seed*.csv", 1, "mobilenet").OrderByDescending(row => Number(row["accuracy"])).ToList();

        Assert.Equal([true, true, false], seeds.Select(row => row["testAccuracy"] is not ""));
        Says("`mobilenet` was on the front in its two more accurate seeds only");
    }

    [Fact]
    public void The_recommended_members_of_the_front_are_as_described()
    {
        var (accurate, small) = (Trial(1), Trial(4));

        Says($"`resnet20` with {Share(accurate, "testAccuracy")} of the test images at {Millions(accurate)} parameters");
        Says($"{Share(small, "testAccuracy")} at {Millions(small)} parameters and a twelfth of the MACs");
        Assert.Equal(12, Number(accurate["macs"]) / Number(small["macs"]), 0.5);
        Says($"reaches it on the validation images ({Share(accurate, "accuracy")}), which chose its epoch, and misses it by "
            + string.Create(CultureInfo.InvariantCulture, $"{90 - 100 * Number(accurate["testAccuracy"]):0.00} points")
            + $" on the test images ({Share(accurate, "testAccuracy")})");
        Says($"has {Share(small, "testAccuracy")} on the test images with {Number(small["parameters"]):N0} parameters");
    }

    [Fact]
    public void All_trials_but_the_stopped_one_are_on_the_front_and_the_recommended_one_is_alone_within_a_point()
    {
        var front = Table("cifar10-front.csv").Where(row => row["onFront"] == "true").ToList();
        var best = front.Max(row => Number(row["accuracy"]));

        Assert.Equal([1, 3, 4, 5, 6, 7], front.Select(row => Number(row["number"])));
        Assert.Equal("1", Assert.Single(front, row => Number(row["accuracy"]) >= best - 0.01)["number"]);
        Assert.Equal("30", Trial(2)["epochs"]);
        Says($"the only one of the {front.Count} front members within 1 point of the best accuracy, {Percent(best)}");
    }

    [Fact]
    public void Front_members_uncertain_by_images_alone_have_at_most_the_stated_half_intervals()
    {
        var trials = Table("cifar10-front.csv");

        Assert.Equal(1.1, 100 * trials.Max(row => HalfInterval(Number(row["accuracy"]), 5000)), 0.1);
        Assert.Equal(0.8, 100 * trials.Where(row => row["testAccuracy"] is not "")
            .Max(row => HalfInterval(Number(row["testAccuracy"]), 10_000)), 0.1);
        Says("is at most 1.1 points for 5,000 images and 0.8 points for 10,000");
        Says("The interval of the test accuracy, ± 0.6 points, includes 90 %");
        Assert.Equal(0.6, 100 * HalfInterval(Number(Trial(1)["testAccuracy"]), 10_000), 0.05);
        Assert.InRange(0.9, Number(Trial(1)["testAccuracy"]), AccuracyInterval.From(Number(Trial(1)["testAccuracy"]), 10_000)!.Value.High);
    }

    [Fact]
    public void On_ten_classes_the_dilation_rate_makes_no_clear_difference()
    {
        var means = Enumerable.Range(1, 4).Select(dilation => Mean(Rows("table6-64-seed*.csv", dilation), "accuracy@15")!).ToList();
        var augmented = Enumerable.Range(1, 4).Select(dilation => Rows("tiny-dilation-seed*.csv", dilation)).ToList();
        var ahead = Enumerable.Range(0, 5).Count(
            seed => augmented.Skip(1).All(rows => Number(augmented[0][seed]["accuracy"]) > Number(rows[seed]["accuracy"])));

        Assert.DoesNotContain(means, one => means.Any(one.IsAbove));
        Assert.Equal(4, ahead);
        Assert.DoesNotContain(augmented.Skip(1), rows => Mean(augmented[0], "accuracy")!.IsAbove(Mean(rows, "accuracy")!));
        Says("all four intervals at epoch 15 overlap");
        Says("it is the most accurate in four of five seeds, but its interval overlaps those of the others");
    }

    [Fact]
    public void On_ten_classes_the_papers_network_has_its_lowest_loss_while_it_guesses()
    {
        var rows = Enumerable.Range(1, 4).SelectMany(dilation => Rows("table6-64-seed*.csv", dilation)).ToList();

        Assert.All(rows, row => Assert.Equal(0.1, Number(row["accuracy"])));
        Says(string.Create(
            CultureInfo.InvariantCulture,
            $"rises from {Mean(rows, "loss@1")!.Mean:0.0} to about {Mean(rows, "loss@15")!.Mean:0.0}"));
    }

    private static void Says(string sentence) => Assert.Contains(sentence, Text, StringComparison.Ordinal);

    private static Row Trial(int number) =>
        Table("cifar10-front.csv").Single(row => row["number"] == number.ToString(CultureInfo.InvariantCulture));

    private static double Points(double share) => Math.Round(100 * share, 1);

    private static string Share(Row row, string column) => Percent(Number(row[column]));

    private static string Millions(Row row) =>
        string.Create(CultureInfo.InvariantCulture, $"{Number(row["parameters"]) / 1e6:0.00} M");

    private static double HalfInterval(double accuracy, int images)
    {
        var interval = AccuracyInterval.From(accuracy, images)!.Value;
        return (interval.High - interval.Low) / 2;
    }

    // Files that differ only in their seed are one measurement. A mean of several seeds may stand alone, and their curves are known with
    // intervals only, because hundreds of bare figures would accept nearly every typing error.
    private static IEnumerable<string> Measured() =>
        from files in Files("*.csv").GroupBy(file => Seed().Replace(Path.GetFileName(file), ""))
        from trials in files.SelectMany(Table).GroupBy(
            row => (row["network"], row.GetValueOrDefault("dilation"), row.GetValueOrDefault("width"), row.GetValueOrDefault("resolution"),
                row.GetValueOrDefault("learningRate")))
        where trials.First().ContainsKey("epochs")
        from text in trials.Count() > 1
            ? trials.First().Keys.Where(IsAccuracy).Where(column => Mean(trials, column) is not null)
                .Select(column => Interval(trials, column)).Append(Percent(Mean(trials, "accuracy")!.Mean))
            : new[] { "accuracy", "testAccuracy", $"accuracy@{trials.First()["epochs"]}" }
                .Where(column => Mean(trials, column) is not null).Select(column => Interval(trials, column))
        select text;

    private static bool IsAccuracy(string column) =>
        column is "accuracy" or "testAccuracy" || column.StartsWith("accuracy@", StringComparison.Ordinal);

    private static IEnumerable<string> Papers() =>
        PaperResults.ByDilation.Select(row => Percent(row.Accuracy)).Concat(PaperResults.Systems.Select(row => Percent(row.Accuracy)));

    [GeneratedRegex(@"\d+\.\d\d( ± \d+\.\d\d)? %")]
    private static partial Regex Accuracy();

    [GeneratedRegex(@"-seed\d+")]
    private static partial Regex Seed();
}
