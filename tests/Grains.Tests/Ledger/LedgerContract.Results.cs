using Paretune.Grains.Ledger;

namespace Paretune.Grains.Tests.Ledger;

// The contract for results that other trials may reuse.
public abstract partial class LedgerContract
{
    private readonly string _key = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_result_is_found_by_its_key_in_whatever_search_with_who_trained_it_first()
    {
        var other = Sample.NewId();
        await Ledger.Append(other, await Ledger.Claim(other, default), [Started(), Took(2, trial: 3)], default);
        await Ledger.Append(_search, await Claim(), [Started(), Completed(2, trial: 1, _key), Completed(3, trial: 2, "another")], default);

        var found = await Ledger.Results.Find([_key, "nothing"], 10, default);

        Assert.Equal([new(_key, new(_search, 1)), new(_key, new(other, 3))], found);
        Assert.Equal(new TrialId(_search, 1), Assert.Single(await Ledger.Results.Find([_key], 1, default)).Trial);
        Assert.Empty(await Ledger.Results.Find([], 10, default));
    }

    [Fact]
    public async Task A_result_of_a_search_that_was_deleted_is_not_found()
    {
        await Ledger.Append(_search, await Claim(), [Started(), Completed(2, trial: 1, _key)], default);

        await Ledger.Rows.Delete(_search, default);

        Assert.Empty(await Ledger.Results.Find([_key], 10, default));
    }

    [Fact]
    public async Task More_keys_than_one_statement_takes_are_looked_up()
    {
        await Ledger.Append(_search, await Claim(), [Started(), Completed(2, trial: 1, _key)], default);

        var found = await Ledger.Results.Find([.. Enumerable.Range(0, 1200).Select(at => $"{_key}{at}"), _key], 10, default);

        Assert.Equal(new TrialId(_search, 1), Assert.Single(found).Trial);
    }

    private static AttemptEnded Completed(long sequence, int trial, string key) =>
        new(trial, 1, AttemptOutcome.Completed, TrialState.Completed, "") { Result = key, Sequence = sequence, At = Sample.Noon };

    private TrialReused Took(long sequence, int trial) =>
        new(trial, 1, new(_search, 1), _key, [Sample.Report(new(_search, 1), 1, 1)], null) { Sequence = sequence, At = Sample.Noon };
}
