using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Dashboard.Tests.Charts;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class ColumnPreferencesTests
{
    [Fact]
    public void What_one_search_hid_and_added_is_so_in_another_which_still_shows_what_it_varies()
    {
        var (first, second) = (Facts(0.1, 0.1), Facts(0.1, 0.2));
        Assert.DoesNotContain("learningRate", Shown(first, new()));

        var usual = new ColumnPreferences().With(
            first, [.. first.Where(fact => fact.Key is "trial" or "reason" || (fact.IsShown && fact.Key != "attempt"))]);
        var kept = JsonSerializer.Deserialize<ColumnPreferences>(JsonSerializer.Serialize(usual))!;

        Assert.Equal(["reason"], kept.Shown);
        Assert.Equal(["attempt"], kept.Hidden);
        Assert.Contains("learningRate", Shown(second, kept));
        Assert.Contains("reason", Shown(second, kept));
        Assert.DoesNotContain("attempt", Shown(second, kept));
    }

    [Fact]
    public void What_was_chosen_of_facts_that_a_search_lacks_stays()
    {
        var facts = Facts(0.1, 0.2);
        var usual = new ColumnPreferences { Shown = ["balanced", "reason"], Hidden = ["elsewhere"] };

        var changed = usual.With(facts, [.. facts.Where(fact => fact.IsShown)]);

        Assert.Equal(["balanced"], changed.Shown);
        Assert.Equal(["elsewhere"], changed.Hidden);
    }

    private static string[] Shown(ImmutableArray<TrialProperty> facts, ColumnPreferences usual) =>
        [.. facts.Where(usual.Shows).Select(fact => fact.Key)];

    private static ImmutableArray<TrialProperty> Facts(params double[] rates)
    {
        TrialView[] trials = [.. rates.Select((rate, at) => Trial(at + 1, rate))];
        return TrialProperties.Create(Sample.Spec, trials, TrialDescription.From(trials));
    }

    private static TrialView Trial(int number, double rate)
    {
        var trial = Sample.Trial(number);
        return trial with { Configuration = trial.Configuration with { LearningRate = rate } };
    }
}
