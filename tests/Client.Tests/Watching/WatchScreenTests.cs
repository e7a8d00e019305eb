using Microsoft.Extensions.Time.Testing;
using Paretune.Client.Tests.Output;
using Paretune.Client.Watching;

namespace Paretune.Client.Tests.Watching;

public sealed class WatchScreenTests
{
    [Fact]
    public void A_running_trial_shows_its_step_and_pace_above_how_many_are_not_begun_yet()
    {
        var search = new WatchedSearch(new("abcd2345"), TimeProvider.System);
        foreach (var entry in new PlayedSearch().Entries.TakeWhile(entry => entry is not EpochReported { Report.Epoch: 2 }))
            search.Apply(entry);
        search.Apply(
            new StepProgress { Trial = new(new("abcd2345"), 1), Attempt = 1, Epoch = 2, Step = 3, Steps = 4, ImagesPerSecond = 812 });
        search.Refresh();

        var lines = Draw(search);

        Assert.Contains("812 images/s", lines.First(line => line.Contains("running ")));
        Assert.Contains(lines, line => line.Contains("3/4"));
        Assert.True(
            Array.FindIndex(lines, line => line.Contains("running ")) < Array.FindIndex(lines, line => line.Contains("3 not started yet")));
    }

    [Fact]
    public void Trials_that_have_no_room_are_counted()
    {
        var search = new WatchedSearch(new("abcd2345"), TimeProvider.System);
        foreach (var entry in new PlayedSearch(width: "[1, 0.75, 0.5]").Entries)
            search.Apply(entry);
        search.Refresh();

        var lines = Draw(search, height: 5);

        Assert.Contains(lines, line => line.Contains("and 2 more"));
    }

    [Fact]
    public void Trials_of_several_networks_are_shown_with_theirs_and_those_of_one_without()
    {
        var (several, one) = (
            new WatchedSearch(new("abcd2345"), TimeProvider.System), new WatchedSearch(new("abcd2345"), TimeProvider.System));
        foreach (var entry in new PlayedSearch(network: "[\"shufflenet-v2\", \"mobilenet\", \"dilated-separable\"]").Entries)
            several.Apply(entry);
        foreach (var entry in new PlayedSearch().Entries)
            one.Apply(entry);
        several.Refresh();
        one.Refresh();

        Assert.Equal(2, Draw(several).Count(line => line.Contains("shufflenet-v2")));
        Assert.DoesNotContain(Draw(one), line => line.Contains("network") || line.Contains("dilated-separable"));
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    public void Name_progress_and_time_left_stand_above_a_table_that_fits(int width, int height)
    {
        var clock = new FakeTimeProvider();
        var search = new WatchedSearch(new("abcd2345"), clock);
        var name = string.Join(' ', Enumerable.Repeat("a name that goes on", 4));
        var played = new PlayedSearch(width: "[1, 0.75, 0.5, 0.25]", learningRate: "[0.003, 0.001, 0.0003]", name: name);
        foreach (var entry in played.Entries.Take(100))
            search.Apply(entry);
        clock.Advance(TimeSpan.FromMinutes(3));
        search.Refresh();

        var lines = Drawing.Lines(WatchScreen.Create(search, width, height), width).Select(line => line.TrimEnd()).ToArray();

        Assert.InRange(lines.Length, 10, height);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Matches("^a name that .*(abcd2345).*: running$", lines[0]);
        Assert.Matches(@" \d+ %, about .* left", lines[1]);
        Assert.Contains(lines, line => line.Contains("learning rate", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("0.0003", StringComparison.Ordinal));
        Assert.Equal(height > 30, lines.Any(line => line.Contains("dominated", StringComparison.Ordinal)));
    }

    private static string[] Draw(WatchedSearch search, int height = 50) => Drawing.Lines(WatchScreen.Create(search, 160, height));
}
