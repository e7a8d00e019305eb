using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>A search whose space is extended while it runs, or after it has ended.</summary>
public sealed class SpaceExtendingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dataset Shapes = new("shapes", ["circle", "square"], 32, 1000, 200);

    private readonly Search _search = New();
    private readonly List<LedgerEntry> _ledger = [];

    [Theory]
    [InlineData("grid"), InlineData("random"), InlineData("sobol"), InlineData("asha"), InlineData("front")]
    [InlineData("""{ "kind": "grid", "first": "listed" }""")]
    public void Trials_keep_their_numbers_and_new_configurations_follow_them(string strategy)
    {
        var spec = Start(strategy, """{ "width": [1, 0.5], "learningRate": [0.001, 0.01] }""");
        Work(trials: 2);
        var before = _search.Trials()!.Value;

        var view = Extend(spec, """{ "width": [0.25, 0.5, 1], "learningRate": [0.01, 0.001] }""");
        Work(trials: 99);

        var trials = _search.Trials()!.Value;
        Assert.Equal((6, 6), (view.Counts.Total, trials.Length));
        Assert.All(before, trial => Assert.Equal(trial.Configuration, _search.Trial(trial.Number)!.Configuration));
        Assert.All(trials, trial => Assert.Equal(trial.Number > 4, trial.Configuration.Width == 0.25));
        Assert.Equal(Enumerable.Range(1, 6), trials.Select(trial => trial.Number).Order());
        AssertReplays();
    }

    [Fact]
    public void A_strategy_that_chooses_by_results_chooses_among_old_and_new_and_numbers_as_it_goes()
    {
        var spec = Start("bayesian", """{ "width": [1, 0.5], "learningRate": [0.001, 0.01] }""");
        Work(trials: 2);
        var before = _search.Trials()!.Value;

        var view = Extend(spec, """{ "width": [0.25, 0.5, 1], "learningRate": [0.01, 0.001] }""");
        Work(trials: 99);

        var trials = _search.Trials()!.Value;
        Assert.Equal((6, 6), (view.Counts.Total, trials.Select(trial => trial.Configuration).Distinct().Count()));
        Assert.All(before, trial => Assert.Equal(trial.Configuration, _search.Trial(trial.Number)!.Configuration));
        Assert.Equal(Enumerable.Range(1, 6), trials.Select(trial => trial.Number).Order());
        AssertReplays();
    }

    [Fact]
    public void A_search_that_has_ended_is_open_again_and_ends_with_a_new_optimum()
    {
        var spec = Start("grid", """{ "width": [1] }""");
        Work(trials: 9);
        Assert.Equal(SearchState.Completed, _search.Show()!.State);

        var view = Extend(spec, """{ "width": [1, 0.5] }""");
        Assert.Equal((SearchState.Running, null, 2), (view.State, view.EndedAt, view.Counts.Total));
        Work(trials: 9);

        Assert.Equal((SearchState.Completed, 2), (_search.Show()!.State, _ledger.OfType<OptimumChosen>().Count()));
        AssertReplays();
    }

    [Fact]
    public void An_optimum_that_was_read_before_is_chosen_again_between_the_new_ends_of_the_space()
    {
        var spec = Start("grid", """{ "width": [1, 0.5] }""", """, "optimum": "knee" """);
        Work(trials: 9, trial => trial == 1 ? 0.9 : 0.8);
        var before = _search.Show()!.Optimum!;

        var after = Extend(spec, """{ "width": [1, 0.5, 0.25] }""").Optimum!;

        Assert.Equal(before.Trial, after.Trial);
        // The smaller trial is no longer the cheapest of the space.
        Assert.NotEqual(before.Reason, after.Reason);
        AssertReplays();
    }

    [Fact]
    public void What_builds_a_network_that_is_there_is_merged_and_said()
    {
        var spec = Start("grid", """{ "width": [1], "resolution": [1] }""");

        var view = Extend(spec, """{ "width": [1, 0.5], "resolution": [1, 0.99] }""");
        var nothing = Assert.Throws<InvalidOperationException>(
            () => Extend(spec, """{ "width": [1, 0.5], "resolution": [1, 0.99, 0.992] }"""));

        Assert.Equal((2, "merged 2 of 4: they build the same network as another configuration"), (view.Counts.Total, view.Merged));
        Assert.Equal(
            "space: must add configurations to search abcd1234, but adds none; merged 4 of 6: they build the same network "
            + "as another configuration", nothing.Message);
    }

    [Fact]
    public void It_can_be_extended_again_and_by_other_networks()
    {
        var spec = Start("grid", """{ "width": [1] }""");
        Extend(spec, """{ "width": [1, 0.5] }""");

        Extend(spec, """[{ "network": "dilated-separable", "width": [1, 0.5] }, { "network": "mobilenet", "width": [1] }]""");
        Work(trials: 9);

        Assert.Equal(
            ["dilated-separable", "dilated-separable", "mobilenet"],
            _search.Trials()!.Value.OrderBy(trial => trial.Number).Select(trial => trial.Network));
        Assert.Equal(["dilated-separable", "mobilenet"], _search.Show()!.Spec.Networks);
        AssertReplays();
    }

    [Fact]
    public void A_limit_holds_for_what_is_new_and_what_it_excludes_is_said()
    {
        var spec = Start("grid", """{ "width": [0.25] }""", """, "limits": { "parameters": 1000000 } """);

        var view = Extend(spec, """{ "width": [0.25, 0.5, 1] }""");

        Assert.Equal((2, "skipped 1 of 3: parameters > 1000000"), (view.Counts.Total, view.Excluded));
    }

    [Theory]
    [InlineData("grid", "", """{ "width": [1, 0.25] }""",
        "space: must contain everything that search abcd1234 already covers, but dilated-separable δ 1 α 0.5 ρ 1 would be missing, "
            + "because a value "
        + "was removed or changed; keep the existing values and add to them")]
    [InlineData("grid", "", """{ "width": [0.5, 1] }""",
        "space: must add configurations to search abcd1234, but adds none")]
    [InlineData("""{ "kind": "random", "samples": 1 }""", "", """{ "width": [1, 0.5, 0.25] }""",
        "the space of search abcd1234 cannot be extended, because its 1 samples were drawn from the whole space when it was submitted; "
        + "submit another search with the larger space")]
    [InlineData("random", """, "budget": { "trials": 2 } """, """{ "width": [1, 0.5, 0.25] }""",
        "the space of search abcd1234 cannot be extended, because its 2 trials were drawn from the whole space when it was submitted; "
        + "submit another search with the larger space")]
    public void What_cannot_be_extended_is_refused_with_one_line(string strategy, string more, string space, string message)
    {
        var spec = Start(strategy, """{ "width": [1, 0.5] }""", more);
        var entries = _ledger.Count;

        var refused = Assert.Throws<InvalidOperationException>(() => Extend(spec, space));

        Assert.Equal(message, refused.Message);
        Assert.Equal(entries, _ledger.Count);
    }

    [Fact]
    public void A_range_that_was_drawn_from_has_no_end_that_could_be_moved()
    {
        var spec = Start(
            """{ "kind": "random", "samples": 3 }""", """{ "learningRate": { "from": 0.001, "to": 0.01 } }""");

        var refused = Assert.Throws<InvalidOperationException>(
            () => Extend(spec, """{ "learningRate": { "from": 0.001, "to": 0.1 } }"""));

        Assert.Contains("are drawn from a range without steps, so there is no list to extend", refused.Message);
    }

    [Fact]
    public void A_range_with_steps_can_be_widened()
    {
        var spec = Start("grid", """{ "width": { "from": 0.5, "to": 1, "step": 0.25 } }""");

        var view = Extend(spec, """{ "width": { "from": 0.25, "to": 1, "step": 0.25 } }""");

        Assert.Equal(4, view.Counts.Total);
    }

    [Fact]
    public void A_spent_budget_and_a_cancelled_search_are_said()
    {
        var spec = Start("grid", """{ "width": [1, 0.5] }""", """, "budget": { "epochs": 2 } """);
        Work(trials: 2);

        var spent = Assert.Throws<InvalidOperationException>(() => Extend(spec, """{ "width": [1, 0.5, 0.25] }"""));

        Assert.Equal(
            "the space of search abcd1234 cannot be extended, because the budget of 2 epochs is spent; raise the limit first: "
            + "paretune search extend abcd1234 --budget-… NEW_LIMIT", spent.Message);
    }

    [Theory]
    [InlineData("""{ "space": { "width": [1, 0.5] }, "epochs": 5 }""", "epochs", "must be the same as in the search, 2, but is 5")]
    [InlineData(
        """{ "space": { "width": [1, 0.5] }, "dataset": "other" }""", "dataset",
        "must be the same as in the search, shapes, but is other;")]
    [InlineData("""{ "space": { "width": [1, 0.5] }, "seed": 2, "epoch": 3 }""", "epoch", "unknown key \"epoch\"")]
    [InlineData("""{ "space": { "width": [9] } }""", "space.width[0]", "must be")]
    [InlineData("""{ "epochs": 2 }""", "space", "is required; write space: with the existing and the new values")]
    [InlineData("""[1]""", "search", "must be an object")]
    public void Only_the_space_may_differ_from_the_search(string file, string field, string message)
    {
        var spec = Start("grid", """{ "width": [1] }""");

        var error = Assert.Single(Read(spec, file).Errors);

        Assert.Equal(field, error.Field);
        Assert.StartsWith(message, error.Message);
    }

    [Fact]
    public void The_file_of_the_search_with_more_in_it_is_taken()
    {
        var spec = Start("grid", """{ "width": [1] }""");

        var read = Read(
            spec,
            """{ "dataset": "shapes", "epochs": 2, "strategy": "grid", "batchSize": 128, "space": { "width": [1, 0.5] } }""");

        Assert.Empty(read.Errors);
        Assert.Equal(2, read.Spec!.Space["width"].Values.Length);
    }

    [Theory]
    [InlineData("budget", """{ "trials": 9 }""", 0)]
    [InlineData("budget", """{ "trials": 2 }""", 0)]
    [InlineData("budget", """{ "trials": 10 }""", 1)]
    [InlineData("budget", """{ "epochs": 50 }""", 1)]
    [InlineData("name", "\"what it was called before\"", 0)]
    public void A_file_from_before_the_search_was_renamed_or_its_budget_extended_is_taken(string key, string value, int errors)
    {
        var spec = Start("grid", """{ "width": [1] }""", """, "budget": { "trials": 9 } """);

        var read = Read(spec, $$"""{ "{{key}}": {{value}}, "space": { "width": [1, 0.5] } }""");

        Assert.Equal(errors, read.Errors.Count(error => error.Field == "budget"));
        Assert.Equal(errors, read.Errors.Length);
    }

    private static Search New() => new(new("abcd1234"));

    private SearchSpec Start(string strategy, string space, string more = "")
    {
        var kind = strategy.StartsWith('{') ? strategy : $"\"{strategy}\"";
        var reading = SearchSpecReader.Read(
            JsonDocument.Parse($$"""{ "dataset": "shapes", "epochs": 2, "space": {{space}}, "strategy": {{kind}} {{more}} }""").RootElement,
            [Shapes, Shapes with { Name = "other" }], []);
        Assert.Empty(reading.Errors);
        _ledger.AddRange(_search.Start(reading.Spec!, Shapes, Noon).Entries);
        return reading.Spec!;
    }

    private static SpecReadResult Read(SearchSpec spec, string json) =>
        SpaceExtensionReader.Read(JsonDocument.Parse(json).RootElement, spec, [Shapes, Shapes with { Name = "other" }], []);

    private SearchView Extend(SearchSpec spec, string space)
    {
        var reading = Read(spec, $$"""{ "space": {{space}} }""");
        Assert.Empty(reading.Errors);
        var step = _search.ExtendSpace(reading.Spec!.Space, reading.Spec.Networks, Noon);
        _ledger.AddRange(step.Entries);
        return step.Answer;
    }

    /// <summary>Trains and tests what the search leases, up to this many times.</summary>
    private void Work(int trials, Func<int, double>? accuracy = null)
    {
        for (var i = 0; i < trials || trials == 99; i++)
        {
            var leased = _search.Lease(new("host1", "cpu", "a"), Noon);
            _ledger.AddRange(leased.Entries);
            if (leased.Answer is not { } lease)
                return;
            if (lease.Kind == LeaseKind.Test)
                Take(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.4, Loss = 1 });
            else
                for (var (epoch, going) = (lease.ReportedEpochs + 1, true); going && epoch <= 2; epoch++)
                    going = Take(Scene.Reported(lease, epoch, 1.0 / epoch, accuracy?.Invoke(lease.Trial.Number) ?? 0.9)).Kind
                        == DecisionKind.Continue;
        }
    }

    private Decision Take(Signal signal)
    {
        var step = _search.Judge(signal, Noon);
        _ledger.AddRange(step.Entries);
        return step.Answer;
    }

    private void AssertReplays()
    {
        var (read, replay) = (New(), new SearchReplay(New()));
        foreach (var entry in _ledger)
        {
            var json = JsonSerializer.Serialize(entry, ParetuneJson.Options);
            var stored = JsonSerializer.Deserialize<LedgerEntry>(json, ParetuneJson.Options)!;
            read.Apply(stored);
            replay.Take(stored);
        }

        replay.End();
        Assert.Null(replay.Difference);
        Assert.Equal(Text(_search), Text(read));
    }

    private static string Text(Search search) => JsonSerializer.Serialize((search.Show(), search.Trials()), ParetuneJson.Options);
}
