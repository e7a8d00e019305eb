using System.Text.Json;
using Paretune.Dashboard.Searches;
using Paretune.Dashboard.Submission;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests.Searches;

public sealed class MeasuredSpeedTests
{
    private static readonly Dataset Shapes = new("shapes", ["circle", "square"], 32, 1000, 200);

    [Fact]
    public void The_same_search_takes_as_long_again_on_as_many_devices()
    {
        var spec = Spec("""{"dataset":"shapes","space":{"width":[1,0.5]},"epochs":3}""");
        var trained = Trained(spec, seconds: 600);

        var speed = MeasuredSpeed.For(spec, [trained], _ => Shapes)!;

        Assert.Equal(600, Takes(spec, speed, 1), 3);
        Assert.Equal(300, Takes(spec, speed, 2), 3);
        // At most one device per trial.
        Assert.Equal(300, Takes(spec, speed, 8), 3);
    }

    [Theory]
    [InlineData("""{"dataset":"shapes","network":"vgg16"}""")]
    [InlineData("""{"dataset":"shapes","precision":"bf16"}""")]
    public void Other_networks_and_another_precision_say_nothing_of_it(string other)
    {
        var spec = Spec(other);

        Assert.Null(MeasuredSpeed.For(spec, [Trained(Spec("""{"dataset":"shapes"}"""), seconds: 600)], _ => Shapes));
    }

    [Fact]
    public void A_search_that_stopped_trials_early_says_nothing()
    {
        var early = Trained(Spec("""{"dataset":"shapes","epochs":9,"strategy":"asha"}"""), seconds: 600);

        Assert.Null(MeasuredSpeed.For(early.Spec, [early], _ => Shapes));
    }

    private static double Takes(SearchSpec spec, MeasuredSpeed speed, int devices) =>
        SpecEstimate.From(spec, Shapes).Takes(speed, devices)!.Value.TotalSeconds;

    private static SearchView Trained(SearchSpec spec, double seconds)
    {
        var trials = SpecEstimate.From(spec, Shapes).Trials!.Value;
        return new()
        {
            Id = new("abcd2345"),
            Name = "trained",
            State = SearchState.Completed,
            Spec = spec,
            Counts = new() { Total = trials, Completed = trials, EpochsDone = trials * spec.Epochs },
            DeviceSeconds = seconds,
        };
    }

    private static SearchSpec Spec(string json)
    {
        var reading = SearchSpecReader.Read(JsonSerializer.Deserialize<JsonElement>(json), [Shapes], []);
        Assert.Empty(reading.Errors);
        return reading.Spec!;
    }
}
