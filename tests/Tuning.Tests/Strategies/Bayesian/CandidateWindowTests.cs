using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.Bayesian;

namespace Paretune.Tuning.Tests.Strategies.Bayesian;

public sealed class CandidateWindowTests
{
    // 9,000 configurations of one network, and two extensions by 3,000 of another and 6,000 of a third.
    private static readonly CandidateSpace Extended = List("mobilenet", 9000) with
    {
        Added = [List("xception", 3000), List("shufflenet", 6000)],
    };

    [Fact]
    public void What_extended_a_long_list_is_drawn_in_proportion_from_the_first_window_on()
    {
        var drawn = Draw(window: 0, BayesianVersions.Newest);

        Assert.Equal(CandidateWindow.Drawn, drawn.Count);
        Assert.InRange(drawn.Count(one => one.Network == "xception"), CandidateWindow.Drawn / 6 - 2, CandidateWindow.Drawn / 6 + 2);
        Assert.InRange(drawn.Count(one => one.Network == "shufflenet"), CandidateWindow.Drawn / 3 - 2, CandidateWindow.Drawn / 3 + 2);
    }

    [Fact]
    public void The_windows_together_have_each_configuration_once()
    {
        var drawn = Enumerable.Range(0, 6).SelectMany(window => Draw(window, BayesianVersions.Newest)).ToList();

        Assert.Equal((18_000, 18_000), (drawn.Count, drawn.Distinct().Count()));
    }

    [Fact]
    public void Searches_of_version_1_draw_extensions_after_the_list() =>
        Assert.All(Draw(window: 0, version: 1), one => Assert.Equal("mobilenet", one.Network));

    private static IReadOnlyList<Candidate> Draw(int window, int version) => CandidateWindow.Draw(Extended, seed: 1, window, version);

    private static CandidateSpace List(string network, int count) => CandidateSpace.Listed([
        .. Enumerable.Range(1, count).Select(number => new Candidate(network, Sample.Configuration(dilation: number), new(9, 9, 9)))]);
}
