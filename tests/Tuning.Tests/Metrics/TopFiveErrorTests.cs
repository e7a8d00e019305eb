using Paretune.Tuning.Specs;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Metrics;

public sealed class TopFiveErrorTests
{
    [Theory]
    [InlineData("accuracy", "top5Error")]
    [InlineData("top5Error", "accuracy")]
    public void The_front_holds_the_least_top_5_error_whatever_the_accuracy(string first, string second)
    {
        var scene = new Scene(trials: 3, with: spec => spec with { Objectives = [first, second, "macs"] });

        Train(scene, accuracy: 0.6, topFive: 0.8);
        Train(scene, accuracy: 0.5, topFive: 0.9);
        Train(scene, accuracy: 0.4, topFive: 0.85);

        Assert.Equal([3, 2, 1], scene.Search.Front()!.Trials.Select(trial => trial.Number));
        Assert.Contains("60.0 %, top-5 error 20.0 %, 9999 MACs", scene.Search.Show()!.Optimum!.Reason, StringComparison.Ordinal);
        Assert.True(scene.Search.Show()!.Score > 0);
    }

    [Theory]
    [InlineData(6, "")]
    [InlineData(5, "objectives[2]: top5Error needs at least 6 classes, but pets has 5; remove it")]
    public void It_has_a_meaning_for_more_than_five_classes(int classes, string expected)
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{ "dataset": "pets", "objectives": ["accuracy", "macs", "top5Error"] }""");

        var reading = SearchSpecReader.Read(
            json.RootElement, [new("pets", [.. Enumerable.Range(1, classes).Select(one => $"{one}")], 32, 1000, 200)], []);

        Assert.Equal(expected, string.Join("; ", reading.Errors.Select(error => $"{error.Field}: {error.Message}")));
    }

    private static void Train(Scene scene, double accuracy, double topFive)
    {
        var lease = scene.Lease()!;
        for (var epoch = 1; epoch <= scene.Spec.Epochs; epoch++)
            scene.Judge(Scene.Reported(lease, epoch, 1.0 / epoch, accuracy) with { TopFive = topFive });
    }
}
