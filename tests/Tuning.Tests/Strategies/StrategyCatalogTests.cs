using System.Runtime.CompilerServices;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Strategies;

/// <summary>What is derived from the catalogue of strategies, so that a new one only needs a file and a row.</summary>
public sealed class StrategyCatalogTests
{
    [Fact]
    public void The_docs_list_every_strategy_with_its_parameters()
    {
        var docs = File.ReadAllText(PathOf("../../../docs/searches.md"));

        Assert.Equal(Tables(), docs.Split("<!-- strategies -->\n")[1].Split("<!-- /strategies -->")[0]);
    }

    [Fact]
    public void Every_parameter_has_a_flag_of_its_own()
    {
        var flags = SearchFlag.All.Where(flag => flag.Path.StartsWith("strategy.", StringComparison.Ordinal))
            .Select(flag => flag.Path["strategy.".Length..]);

        Assert.Equal(["kind", .. StrategyCatalog.Parameters.Select(parameter => parameter.Name)], flags);
    }

    [Fact]
    public void Every_strategy_explains_each_of_its_trials()
    {
        Assert.All(StrategyCatalog.Names, name =>
        {
            var spec = Sample.Spec with { Strategy = new(name) };
            var strategy = StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, classes: 10));
            strategy.All();

            Assert.StartsWith("Trial 2 is number 2 in ", strategy.Explain(2), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Manual_proposes_nothing_whatever_was_added()
    {
        var strategy = StrategyCatalog.Create(Sample.Spec with { Strategy = new("manual") }, () => throw new InvalidOperationException());

        strategy.On(new TrialAdded(1, Sample.Configuration(), new(1, 1, 1), "dilated-separable") { ByUser = true });

        Assert.Equal((Proposal.Nothing, false, null), (strategy.Next(), strategy.HasNext, strategy.Planned));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_strategy_that_is_rebuilt_from_entries_answers_as_the_one_that_lived(string name)
    {
        var spec = Sample.Spec with { Strategy = new(name) };
        var (lived, entries) = (StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, classes: 10)), new List<LedgerEntry>());
        while (lived.Next() is Proposal.NewTrial fresh)
        {
            var rebuilt = StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, classes: 10));
            entries.ForEach(rebuilt.On);
            Assert.Equal(fresh, rebuilt.Next());

            entries.Add(new TrialAdded(fresh.Number, fresh.Candidate.Configuration, fresh.Candidate.Cost, fresh.Candidate.Network));
            lived.On(entries[^1]);
        }

        Assert.Equal(8, entries.Count);
    }

    [Fact]
    public void Front_spreads_its_first_trials_over_all_of_a_grid_however_few_the_budget_allows()
    {
        var spec = Sample.Spec with { Strategy = new StrategySpec("front").With("sampler", "grid"), Budget = new(Trials: 12) };
        var space = CandidateSpace.Listed([.. Enumerable.Range(1, 40).Select(
            number => new Candidate("dilated-separable", Sample.Configuration(dilation: number), new(number, number, number)))]);

        var (now, before) = (StrategyCatalog.Create(spec, () => space), StrategyCatalog.Create(spec, version: 4, () => space));

        Assert.Equal([1, 7, 14, 21, 27, 34], StrategyCatalog.OpeningOf(spec, space).Select(one => one.Number));
        // The mean of the 40 is 20.5.
        Assert.Equal((12, 12 * 20.5), (now.Planned, now.PlannedMacs));
        // Searches of version 4 try only the cheapest twelve.
        Assert.Equal((12, 78), (before.Planned, before.PlannedMacs));
        Assert.Equal(Enumerable.Range(1, 12), before.All().Select(one => one.Configuration.Dilation).Order());
        Assert.Equal(12, now.All().Count);
    }

    /// <summary>The names of strategies that propose trials.</summary>
    public static TheoryData<string> Names => [.. StrategyCatalog.Names.Except([StrategyCatalog.Manual])];

    private static string Tables() => string.Join('\n',
    [
        "| strategy | what it does |", "| --- | --- |",
        .. StrategyCatalog.All.Select(row => $"| `{row.Name}` | {row.Help} |"),
        "",
        "| parameter | values | default | of | |", "| --- | --- | --- | --- | --- |",
        .. StrategyCatalog.Parameters.Select(Row),
        "",
    ]);

    private static string Row(StrategyParameter parameter)
    {
        var declared = parameter.Declaration;
        var values = declared.Kind == HyperparameterKind.Choice ? string.Join(", ", declared.Values) : declared.Rule();
        var takers = string.Join(", ", StrategyCatalog.All.Where(row => row.Parameters.Contains(parameter)).Select(row => row.Name));
        return $"| `{parameter.Name}` | {values} | {parameter.Otherwise} | {takers} | {declared.Help} |";
    }

    private static string PathOf(string relative, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, relative);
}
