using Paretune.Client.Output;

namespace Paretune.Client.Tests.Output;

public sealed class FrontPictureTests
{
    [Fact]
    public void A_confirmed_front_is_drawn_at_the_means_that_decide_it()
    {
        var played = new PlayedSearch();
        TrialView[] trials = [
            played.Trials[0] with { OnFront = true, Macs = 1000, Accuracy = 0.9, Estimate = Mean(0.88) },
            played.Trials[1] with { OnFront = true, Macs = 10_000, Accuracy = 0.89, Estimate = Mean(0.89) }];

        var picture = FrontPicture.Create(played.View, trials);

        var line = picture.Descendants().Single(one => one.Name.LocalName == "polyline");
        Assert.Equal(2, ((string)line.Attribute("points")!).Split(' ').Length);
        Assert.DoesNotContain("on the front by another objective", picture.ToString(), StringComparison.Ordinal);
    }

    private static TrialEstimate Mean(double mean) => new(mean, mean - 0.01, mean + 0.01, 1, [mean, mean]) { Decides = true };
}
