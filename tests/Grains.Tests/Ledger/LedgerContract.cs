using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Strategies;

namespace Paretune.Grains.Tests.Ledger;

/// <summary>The contract of every ledger. Each test uses a search of its own, so that ledgers may share a database.</summary>
public abstract partial class LedgerContract
{
    private readonly SearchId _search = Sample.NewId();

    protected abstract ILedger Ledger { get; }

    /// <summary>Closes the ledger and opens it again on the same data.</summary>
    protected abstract void Reopen();

    [Fact]
    public async Task Entries_come_back_as_they_were_and_in_order()
    {
        var entries = Life();
        await Ledger.Append(_search, await Claim(), entries, default);

        var read = await Read();

        Assert.Equal(entries.Select(Json), read.Select(Json));
    }

    [Fact]
    public async Task Reading_goes_on_after_a_sequence()
    {
        await Ledger.Append(_search, await Claim(), Life(), default);

        var (rest, few) = (await Read(after: 4), await Read(after: 4, most: 2));

        Assert.Equal([5, 6, 7, 8], rest.Select(entry => entry.Sequence));
        Assert.Equal([5, 6], few.Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task What_was_appended_is_there_after_reopening()
    {
        var generation = await Claim();
        foreach (var entry in Life())
            await Ledger.Append(_search, generation, [entry], default);

        Reopen();

        Assert.Equal(Life().Select(Json), (await Read()).Select(Json));
        Assert.True(await Claim() > generation);
    }

    [Fact]
    public async Task Losses_that_are_not_numbers_come_back()
    {
        var entries =
            new LedgerEntry[] { Started(), Reported(2, epoch: 1, loss: double.NaN), Reported(3, epoch: 2, loss: double.NegativeInfinity) };
        await Ledger.Append(_search, await Claim(), entries, default);

        var reports = (await Read()).OfType<EpochReported>().Select(entry => entry.Report).ToList();

        Assert.Equal([double.NaN, double.NegativeInfinity], reports.Select(report => report.ValidationLoss));
        Assert.Equal([0.25, double.NaN], reports[0].ClassAccuracy);
    }

    [Fact]
    public async Task What_a_search_loads_makes_the_same_search()
    {
        LedgerEntry[] more =
        [
            new AttemptStarted(2, 1, LeaseKind.Train, Sample.Worker(), 1) { Sequence = 6, At = Sample.Noon },
            new EpochReported(Sample.Report(new(_search, 2), 1, 1, 0.75) with { TopFive = 0.875, Balanced = 0.625 }, Decision.Continue)
            {
                Sequence = 7,
                At = Sample.Noon,
            },
            new EpochReported(Sample.Report(new(_search, 2), 1, 2, double.NaN), Decision.Stop("diverged")) { Sequence = 8,
                At = Sample.Noon },
        ];
        await Ledger.Append(_search, await Claim(), [.. Life()[..5], .. more], default);

        var (whole, slim) = (Replayed(await Read()), Replayed(await Ledger.Load(_search, default).ToListAsync()));

        Assert.Equal(whole, slim);
        Assert.Contains("0.75", slim);
        Assert.Contains("0.875", slim);
        Assert.Contains("0.625", slim);
    }

    [Fact]
    public async Task What_a_search_loads_has_the_costs_that_came_with_reports()
    {
        var counted = Sample.Report(new(_search, 2), 1, 1) with { Model = new(FileBytes: null, Latency: null, new(12_345, 0, 49_380)) };
        LedgerEntry[] more =
        [
            new AttemptStarted(2, 1, LeaseKind.Train, Sample.Worker(), 1) { Sequence = 6, At = Sample.Noon },
            new EpochReported(counted, Decision.Continue) { Sequence = 7, At = Sample.Noon },
        ];
        await Ledger.Append(_search, await Claim(), [.. Life()[..5], .. more], default);

        var (whole, slim) = (Replayed(await Read()), Replayed(await Ledger.Load(_search, default).ToListAsync()));

        Assert.Equal(whole, slim);
        Assert.Contains("12345", slim);
    }

    [Fact]
    public async Task What_a_search_loads_has_the_metrics_of_its_own_that_came_with_reports()
    {
        var named = Sample.Report(new(_search, 2), 1, 1) with
        {
            Metrics = ImmutableSortedDictionary<string, double>.Empty.Add("f1", 0.375),
        };
        LedgerEntry[] more =
        [
            new AttemptStarted(2, 1, LeaseKind.Train, Sample.Worker(), 1) { Sequence = 6, At = Sample.Noon },
            new EpochReported(named, Decision.Continue) { Sequence = 7, At = Sample.Noon },
        ];
        await Ledger.Append(_search, await Claim(), [.. Life()[..5], .. more], default);

        var (whole, slim) = (Replayed(await Read()), Replayed(await Ledger.Load(_search, default).ToListAsync()));

        Assert.Equal(whole, slim);
        Assert.Contains("0.375", slim);
    }

    [Fact]
    public async Task What_a_search_loads_recognizes_the_same_trials_that_guess()
    {
        var spec = Sample.Spec with { Strategy = new StrategySpec("front").With("minEpochs", 1) };
        var front = new SearchStarted(spec, Sample.Dataset with { Classes = ["circle", "square", "star"] }, "")
        {
            StrategyVersion = StrategyCatalog.VersionOf(spec),
            Sequence = 1,
            At = Sample.Noon,
        };
        var largest = Sample.Report(new(_search, 1), 1, 1, loss: 1, accuracy: 0.8) with { ClassAccuracy = [0, 1, 0] };
        await Ledger.Append(
            _search, await Claim(),
            [front, .. Life()[1..4], new EpochReported(largest, Decision.Continue) { Sequence = 5, At = Sample.Noon }], default);

        var (whole, slim) = (Applied(await Read()), Applied(await Ledger.Load(_search, default).ToListAsync()));

        Assert.True(whole.Predictions(1)![0].IsGuessing);
        Assert.True(slim.Predictions(1)![0].IsGuessing);
    }

    [Theory]
    [InlineData(new double[0], new double[0])]
    [InlineData(new[] { double.NaN }, new double[0])]
    [InlineData(new[] { 0.5, double.NaN, 0.25 }, new[] { 0.375 })]
    public async Task Loaded_reports_have_the_mean_of_their_class_accuracies(double[] reported, double[] loaded)
    {
        var report = Sample.Report(new(_search, 1), 1, 1) with { ClassAccuracy = [.. reported] };
        await Ledger.Append(
            _search, await Claim(), [Started(), new EpochReported(report, Decision.Continue) { Sequence = 2, At = Sample.Noon }], default);

        var entries = await Ledger.Load(_search, default).ToListAsync();

        Assert.Equal<double>(loaded, entries.OfType<EpochReported>().Single().Report.ClassAccuracy);
    }

    [Fact]
    public async Task What_a_search_loads_times_the_next_epoch_of_a_program_from_its_newest_report()
    {
        var external = Started() with
        {
            Spec = Sample.Spec with { Trainer = TrainerDeclaration.External, Networks = [""], Objectives = ["accuracy"] },
            Dataset = TrainerDeclaration.OwnData(TrainerDeclaration.External),
        };
        await Ledger.Append(_search, await Claim(), [external, .. Life()[1..4], Reported(5, epoch: 1)], default);

        var silent = Sample.Report(new(_search, 1), 1, 2) with { Seconds = 0 };
        var (whole, slim) = (Applied(await Read()), Applied(await Ledger.Load(_search, default).ToListAsync()));

        Assert.Equal([12, 12], new[] { whole, slim }.Select(search => Timed(search, silent, Sample.Noon.AddSeconds(12))));

        static double Timed(Search search, Report report, DateTimeOffset now) => ((Report)search.Timed(report, now)).Seconds;
    }

    [Fact]
    public async Task An_owner_that_was_replaced_cannot_write()
    {
        var old = await Claim();
        var current = await Claim();

        await Assert.ThrowsAsync<LedgerFencedException>(() => Ledger.Append(_search, old, [Started()], default));
        await Ledger.Append(_search, current, [Started()], default);

        Assert.Single(await Read());
    }

    [Fact]
    public async Task Nobody_writes_without_a_claim()
    {
        await Assert.ThrowsAsync<LedgerFencedException>(() => Ledger.Append(_search, 1, [Started()], default));

        Assert.Empty(await Read());
    }

    [Fact]
    public async Task Claims_of_one_search_do_not_touch_another()
    {
        var generation = await Claim();
        await Ledger.Claim(Sample.NewId(), default);

        await Ledger.Append(_search, generation, [Started()], default);

        Assert.Single(await Read());
    }

    [Fact]
    public async Task The_same_epoch_of_the_same_attempt_is_refused_and_nothing_of_its_append_is_kept()
    {
        var generation = await Claim();
        await Ledger.Append(_search, generation, [Started(), Reported(2, epoch: 1)], default);

        var refused = await Assert.ThrowsAsync<LedgerFencedException>(
            () => Ledger.Append(_search, generation, [Reported(3, epoch: 2), Reported(4, epoch: 1)], default));

        Assert.Contains("trial 1, attempt 1, epoch 1", refused.Message);
        Assert.Equal([1, 2], (await Read()).Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task The_same_epoch_of_another_attempt_is_welcome()
    {
        var generation = await Claim();

        await Ledger.Append(_search, generation, [Started(), Reported(2, epoch: 1), Reported(3, epoch: 1, attempt: 2)], default);

        Assert.Equal(3, (await Read()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_sequence_that_does_not_go_on_from_the_last_is_refused(long sequence)
    {
        var generation = await Claim();
        await Ledger.Append(_search, generation, [Started()], default);

        await Assert.ThrowsAsync<LedgerFencedException>(() => Ledger.Append(_search, generation, [Reported(sequence, epoch: 1)], default));

        Assert.Single(await Read());
    }

    [Fact]
    public async Task Many_writers_at_once_are_all_served_and_a_refused_one_harms_no_other()
    {
        var searches = Enumerable.Range(0, 40).Select(_ => Sample.NewId()).ToList();
        var generations = await Task.WhenAll(searches.Select(search => Ledger.Claim(search, default)));

        var writes = searches.Select(
            (search, i) => Ledger.Append(search, generations[i] - (i % 4 == 0 ? 1 : 0), [Started()], default)).ToList();
        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal(searches.Select((_, i) => i % 4 != 0), writes.Select(write => write.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_trial_is_read_without_the_others()
    {
        await Ledger.Append(_search, await Claim(), Life(), default);

        var read = await Ledger.ReadTrial(new(_search, 1), default);

        Assert.Equal([2, 4, 5, 6, 7], read.Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task The_starts_and_ends_of_attempts_are_read_without_anything_else()
    {
        await Ledger.Append(_search, await Claim(), Life(), default);
        var all = await Ledger.Read(_search, 0, 100, default);

        var read = await Ledger.ReadAttempts(_search, default);

        Assert.Equal(
            all.Where(entry => entry is AttemptStarted or AttemptEnded).Select(entry => entry.Sequence),
            read.Select(entry => entry.Sequence));
        Assert.NotEmpty(read);
        Assert.Empty(await Ledger.ReadAttempts(Sample.NewId(), default));
    }

    [Fact]
    public async Task Searches_are_listed_newest_first_with_whether_they_ended()
    {
        var newer = Sample.NewId();
        await Ledger.Append(_search, await Claim(), Life(), default);
        await Ledger.Append(newer, await Ledger.Claim(newer, default), [Started() with { At = Sample.Noon.AddDays(1) }], default);

        var listed = (await Ledger.Searches(default)).Where(search => search.Id == _search || search.Id == newer);

        Assert.Equal([new(newer, false), new(_search, true)], listed);
    }

    [Fact]
    public async Task A_search_that_was_only_claimed_is_not_listed()
    {
        await Claim();

        Assert.DoesNotContain(await Ledger.Searches(default), search => search.Id == _search);
    }

    private Task<long> Claim() => Ledger.Claim(_search, default);

    private Task<IReadOnlyList<LedgerEntry>> Read(long after = 0, int most = 100) => Ledger.Read(_search, after, most, default);

    private string Replayed(IEnumerable<LedgerEntry> entries)
    {
        var search = Applied(entries);
        return JsonSerializer.Serialize(new { Search = search.Show(), Trials = search.Trials() }, ParetuneJson.Options);
    }

    private Search Applied(IEnumerable<LedgerEntry> entries)
    {
        var search = new Search(_search);
        foreach (var entry in entries)
            search.Apply(entry);
        return search;
    }

    private static string Json(LedgerEntry entry) => JsonSerializer.Serialize(entry, ParetuneJson.Options);

    private static SearchStarted Started() => new SearchStarted(Sample.Spec, Sample.Dataset, "") { Sequence = 1, At = Sample.Noon };

    private EpochReported Reported(long sequence, int epoch, int attempt = 1, double loss = 0.5) =>
        new(Sample.Report(new(_search, 1), attempt, epoch, loss), Decision.Continue) { Sequence = sequence, At = Sample.Noon };

    /// <summary>Returns one entry of each relevant kind, including the end.</summary>
    private LedgerEntry[] Life() =>
    [
        Started(),
        new TrialAdded(1, new(1, 1, 1, 0.001, 0, 128), new(10, 20, 30)) { Sequence = 2, At = Sample.Noon },
        new TrialAdded(2, new(2, 1, 1, 0.001, 0, 128), new(10, 20, 30)) { Sequence = 3, At = Sample.Noon },
        new AttemptStarted(1, 1, LeaseKind.Train, Sample.Worker(), 1) { Sequence = 4, At = Sample.Noon },
        Reported(5, epoch: 1),
        new AttemptEnded(1, 1, AttemptOutcome.Completed, TrialState.Completed, "") { Sequence = 6, At = Sample.Noon },
        new TrialTested(new() { Trial = new(_search, 1), Attempt = 2, Accuracy = 0.1 + 0.2, Loss = 1 }) { Sequence = 7,
            At = Sample.Noon.AddTicks(1) },
        new SearchStateChanged(SearchState.Completed, "") { Sequence = 8, At = Sample.Noon },
    ];
}
