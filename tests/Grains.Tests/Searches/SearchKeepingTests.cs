using Paretune.Grains.Tests.Cluster;

namespace Paretune.Grains.Tests.Searches;

/// <summary>Archiving and deleting searches that have ended.</summary>
public sealed class SearchKeepingTests(GrainsCluster cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task A_search_that_was_put_away_says_so_even_after_its_grain_went_away()
    {
        var search = await Ended();

        var archived = await search.Archive(true);
        await Cluster.Silo.DeactivateAsync(search);

        Assert.True(archived!.Archived);
        Assert.True((await search.Show())!.Archived);
        Assert.True((await search.Look([]))!.Search.Archived);
        Assert.False((await search.Archive(false))!.Archived);
        Assert.False((await search.Show())!.Archived);
    }

    [Fact]
    public async Task Who_follows_a_search_that_has_ended_gets_all_of_it_from_a_grain_that_has_written_nothing()
    {
        var search = await Ended();
        await Cluster.Silo.DeactivateAsync(search);

        var batch = (await search.Events(0))!;

        Assert.IsType<SearchStarted>(batch.Entries[0]);
        Assert.Equal(SearchState.Cancelled, Assert.IsType<SearchStateChanged>(batch.Entries[^1]).State);
        Assert.True(batch.Ended);
    }

    [Fact]
    public async Task A_search_that_goes_on_is_neither_put_away_nor_deleted_and_the_message_says_what_to_do()
    {
        var search = await Submit();
        var id = await IdOf(search);

        var archive = await Assert.ThrowsAsync<InvalidOperationException>(() => search.Archive(true));
        var delete = await Assert.ThrowsAsync<InvalidOperationException>(search.Delete);

        Assert.Equal(
            $"only a search that has ended can be archived, but search {id} is running; cancel it first, or wait until it ends",
            archive.Message);
        Assert.Equal(
            $"only a search that has ended can be deleted, but search {id} is running; cancel it first, or wait until it ends",
            delete.Message);
        Assert.Equal(SearchState.Running, (await search.Show())!.State);
    }

    [Fact]
    public async Task A_deleted_search_is_answered_as_it_was_and_from_then_on_does_not_exist()
    {
        var search = await Ended();
        var id = await IdOf(search);

        var deleted = await search.Delete();

        Assert.Equal((id, SearchState.Cancelled), (deleted!.Id, deleted.State));
        object?[] answers = [
            await search.Show(), await search.Trials(), await search.Detail(1), await search.Events(0), await search.Delete(),
            await search.Archive(true)];
        Assert.All(answers, Assert.Null);
        Assert.DoesNotContain(id, await Queue.Searches());
        Assert.Contains(id, await Cluster.Grains.GetGrain<ISearchListGrain>(0).Deleted());
    }

    [Fact]
    public async Task An_id_that_was_deleted_is_never_used_again()
    {
        var search = await Ended();
        await search.Delete();

        await Assert.ThrowsAnyAsync<Exception>(() => search.Start(Sample.Spec, Sample.Dataset, "ann"));

        Assert.Null(await search.Show());
    }

    [Fact]
    public async Task A_search_that_is_extended_is_open_again_in_the_lists_and_in_the_queue()
    {
        var search = await Submit(spec => spec with { Budget = new(Epochs: 1) });
        var lease = (await search.Lease(Sample.Worker()))!;
        await search.Judge(Sample.Report(lease.Trial, lease.Attempt, 1));
        Assert.Equal(SearchState.Failed, (await search.Show())!.State);
        await search.Archive(true);
        await Cluster.Silo.DeactivateAsync(search);

        var extended = await search.Extend(new(Epochs: 9));

        Assert.Equal((SearchState.Running, false, null), (extended!.State, extended.Archived, extended.EndedAt));
        Assert.Contains(extended.Id, await Queue.Searches());
        Assert.Equal(1, (await search.Lease(Sample.Worker()))!.ReportedEpochs);
        Assert.Null(await Cluster.Grains.GetGrain<ISearchGrain>(Sample.NewId().Value).Extend(new(Epochs: 9)));
    }

    private async Task<ISearchGrain> Ended()
    {
        var search = await Submit();
        await search.Cancel();
        return search;
    }
}
