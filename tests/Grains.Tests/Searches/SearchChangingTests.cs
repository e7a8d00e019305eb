using Paretune.Grains.Tests.Cluster;

namespace Paretune.Grains.Tests.Searches;

/// <summary>User changes to searches that have ended, after their grains were deactivated.</summary>
public sealed class SearchChangingTests(GrainsCluster cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task What_an_ended_search_is_called_is_kept_and_told_to_who_follows()
    {
        var search = await Submit();
        await search.Cancel();
        await search.Archive(true);
        await Cluster.Silo.DeactivateAsync(search);
        var before = (await search.Show())!.Sequence;

        var edited = await search.Edit(new() { Name = "renamed", AddTags = ["paper"], Note = "why" });
        await Cluster.Silo.DeactivateAsync(search);

        Assert.Equal(("renamed", true, "why"), (edited!.Name, edited.Archived, edited.Note));
        Assert.Equal(["paper"], (await search.Show())!.Tags);
        var batch = (await search.Events(before))!;
        Assert.True(batch.Ended);
        Assert.IsType<SearchEdited>(Assert.Single(batch.Entries));
        Assert.Null(await Cluster.Grains.GetGrain<ISearchGrain>(Sample.NewId().Value).Edit(new() { Name = "nobody" }));
    }

    [Fact]
    public async Task A_search_whose_trials_are_retried_is_open_again_in_the_lists_and_in_the_queue()
    {
        var search = await Submit(spec => spec with { MaxAttempts = 1 });
        while (await search.Lease(Sample.Worker()) is { } lease)
            await search.Judge(
                new AttemptEnd { Trial = lease.Trial, Attempt = lease.Attempt, Failure = AttemptFailure.Threw, Message = "no" });
        Assert.Equal(SearchState.Failed, (await search.Show())!.State);
        await search.Archive(true);
        await Cluster.Silo.DeactivateAsync(search);

        var retried = await search.Retry([]);

        Assert.Equal((SearchState.Running, false), (retried!.State, retried.Archived));
        Assert.Contains(retried.Id, await Queue.Searches());
        Assert.Equal((2, 0), await search.Lease(Sample.Worker()) is { } again ? (again.Attempt, again.ReportedEpochs) : default);
    }

    [Fact]
    public async Task A_budget_whose_extension_was_written_and_not_answered_is_extended_by_a_repeat()
    {
        var search = await Submit(spec => spec with { Budget = new(Epochs: 3) });
        Cluster.Ledger.LoseNext(new IOException("the connection is lost"));

        await Assert.ThrowsAsync<IOException>(() => search.Extend(new(Epochs: 6)));
        var repeated = await search.Extend(new(Epochs: 6));

        Assert.Equal(6, repeated!.Spec.Budget!.Epochs);
        Assert.Single((await search.Events(0))!.Entries, entry => entry is BudgetExtended);
    }

    [Fact]
    public async Task Trials_that_are_added_are_offered_to_workers_and_are_there_after_every_grain_has_gone()
    {
        var search = await Submit(spec => spec with { Strategy = new("manual") });
        GivenTrial given = new("dilated-separable", new(1, 0.5, 1, 0.001, 0, 128));
        Assert.DoesNotContain((await search.Show())!.Id, (await Queue.Cluster()).Queue);

        var added = (await search.AddTrials([given]))!;
        await Cluster.Silo.DeactivateAsync(search);
        var again = (await search.AddTrials([given]))!;

        Assert.Equal([new(1, true, null), new(1, false, null)], added.Trials.Concat(again.Trials));
        Assert.Contains((await search.Show())!.Id, (await Queue.Cluster()).Queue);
        Assert.Equal(1, (await Lease()).Trial.Number);
        Assert.Null(await Cluster.Grains.GetGrain<ISearchGrain>(Sample.NewId().Value).AddTrials([given]));
    }

    [Fact]
    public async Task A_trial_that_is_trained_further_goes_on_after_every_grain_has_gone()
    {
        var search = await Submit();
        await WorkUntilEnded(search);
        await Cluster.Silo.DeactivateAsync(search);

        await search.ExtendTrial(1, 2);
        await Cluster.Silo.DeactivateAsync(search);

        var lease = await Lease();
        Assert.Equal((1, 3, 5), (lease.Trial.Number, lease.ReportedEpochs, lease.Job.Epochs));
        Assert.Equal([3], lease.Job.Extensions);
        await Report(lease, 4, loss: 0.1);
        Assert.Equal(DecisionKind.Stop, (await Report(lease, 5, loss: 0.2)).Kind);
        Assert.Equal(5, (await search.Detail(1))!.Curve.Length);
    }
}
