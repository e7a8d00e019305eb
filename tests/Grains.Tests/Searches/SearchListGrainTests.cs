using System.Text.Json;
using Paretune.Grains.Ledger;
using Paretune.Grains.Tests.Cluster;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Tests.Searches;

public sealed class SearchListGrainTests(GrainsCluster cluster) : ClusterTest(cluster)
{
    private readonly string _owner = $"owner {Sample.NewId()}";

    [Fact]
    public async Task A_list_holds_what_each_search_would_say_of_itself_and_wakes_none()
    {
        var (ended, open) = (await Submit(owner: _owner), await Submit(owner: _owner));
        await Report(await Lease(), 1);
        await ended.Cancel();
        var shown = new[] { await open.Show(), await ended.Show() };
        foreach (var search in new[] { ended, open })
            await Cluster.Silo.DeactivateAsync(search);
        var reads = Cluster.Ledger.Reads.Count(search => search == shown[1]!.Id);

        var page = await List(new() { Owner = _owner });

        Assert.Equal(shown.Select(Text), page.Searches.Select(Text));
        Assert.Equal((2, null, 0), (page.Total, page.Next, page.Pending));
        Assert.Equal(reads, Cluster.Ledger.Reads.Count(search => search == shown[1]!.Id));
    }

    [Fact]
    public async Task A_timeline_has_the_attempts_of_the_searches_that_overlap_and_wakes_none()
    {
        var (mine, other) = (await Submit(owner: _owner), await Submit(owner: _owner));
        var begun = Cluster.Clock.GetUtcNow();
        var (one, two) = (await other.Lease(new("silo", "cpu", "1")), await mine.Lease(new("silo", "gpu", "1")));
        var id = (await other.Show())!.Id;
        await Cluster.Silo.DeactivateAsync(other);
        var reads = Cluster.Ledger.Reads.Count(search => search == id);

        var around = await Timeline(begun.AddMinutes(-1), begun.AddMinutes(1), two!.Trial.Search);
        var before = await Timeline(begun.AddDays(-2), begun.AddDays(-1), null);

        var attempts = Assert.Single(around.Searches, search => search.Search == id).Attempts;
        Assert.Equal(
            (one!.Trial.Number, new WorkerId("silo", "cpu", "1"), null),
            (Assert.Single(attempts).Trial, attempts[0].Attempt.Worker, attempts[0].Attempt.EndedAt));
        Assert.DoesNotContain(around.Searches, search => search.Search == two.Trial.Search);
        Assert.DoesNotContain(before.Searches, search => search.Search == id);
        Assert.Equal(reads, Cluster.Ledger.Reads.Count(search => search == id));
    }

    [Fact]
    public async Task Curves_are_whole_after_the_search_has_been_read_back()
    {
        var search = await Submit(owner: _owner);
        var lease = await Lease();
        await Report(lease, 1);
        await Report(lease, 2, loss: 0.5);
        var before = Assert.Single((await search.Curves([lease.Trial.Number, 99]))!.Value);

        await Cluster.Silo.DeactivateAsync(search);
        var after = Assert.Single((await search.Curves([lease.Trial.Number, 99]))!.Value);

        Assert.Equal([1, 0.5], before.Points.Select(point => point.ValidationLoss));
        Assert.Equal(before.Points.AsEnumerable(), after.Points);
        Assert.All(after.Points, point => Assert.True(double.IsFinite(point.TrainLoss)));
        Assert.Null(await Grain(new("nosuch12")).Curves([1]));
    }

    [Fact]
    public async Task Every_write_takes_the_row_with_it()
    {
        var search = await Submit(owner: _owner);
        var lease = await Lease();

        for (var epoch = 1; epoch <= 3; epoch++)
        {
            await Report(lease, epoch);
            // Read from the ledger, because the grain would renew a row that is behind.
            var row = Assert.Single((await Cluster.Ledger.Rows.List(new() { Owner = _owner }, default)).Searches);
            Assert.Equal((epoch, Text(await search.Show())), (row.Counts.EpochsDone, Text(row)));
        }
    }

    [Fact]
    public async Task Searches_that_the_version_before_wrote_are_listed_too()
    {
        var ended = await WriteAsBefore(search => search.Cancel(Sample.Noon));
        var open = await WriteAsBefore(search => search.Pause(Sample.Noon));

        var page = await List(new() { Owner = _owner });

        Assert.Equal(
            new[] { (ended, SearchState.Cancelled), (open, SearchState.Paused) }.OrderBy(
                search => search.Item1.Value, StringComparer.Ordinal),
            page.Searches.Select(search => (search.Id, search.State)));
        Assert.Equal((2, 0), (page.Total, page.Pending));
        await Grain(open).Cancel();
    }

    [Fact]
    public async Task A_search_of_a_network_that_only_the_version_before_has_is_listed_and_shown_and_goes_on()
    {
        // The spec may contain members that this version does not know.
        var spec = JsonSerializer.SerializeToNode(Sample.Spec with { Networks = ["simulated"] }, ParetuneJson.Options)!;
        spec["epochSeconds"] = 0.5;
        var id = await WriteAsBefore(
            search => search.Pause(Sample.Noon), JsonSerializer.Deserialize<SearchSpec>(spec, ParetuneJson.Options));

        var listed = Assert.Single((await List(new() { Owner = _owner })).Searches);
        await Grain(id).Resume();
        await Report(await Lease(), 1);

        Assert.Equal((id, "simulated"), (listed.Id, Assert.Single(listed.Spec.Networks)));
        var trial = Assert.Single((await Grain(id).Trials())!.Value);
        Assert.Equal(("simulated", 1), (trial.Network, trial.Epochs));
        await Grain(id).Cancel();
    }

    [Fact]
    public async Task A_row_that_the_version_before_left_behind_is_renewed()
    {
        var search = await Submit(owner: _owner);
        await search.Cancel();
        var last = (await search.Show())!;
        await Cluster.Silo.DeactivateAsync(search);
        var generation = await Cluster.Ledger.Claim(last.Id, default);
        await Cluster.Ledger.Append(
            last.Id, generation, [new PriorityChanged(7) { Sequence = last.Sequence + 1, At = Sample.Noon }], default);

        var listed = Assert.Single((await List(new() { Owner = _owner })).Searches);

        Assert.Equal((last.Sequence + 1, 7), (listed.Sequence, listed.Priority));
    }

    [Fact]
    public async Task A_search_that_cannot_be_read_back_is_said_and_blocks_no_other()
    {
        var broken = Sample.NewId();
        // No trial has this entry's number, so the search cannot be replayed.
        LedgerEntry[] entries =
        [
            new SearchStarted(Sample.Spec, Sample.Dataset, "", _owner) { Sequence = 1, At = Sample.Noon },
            new AttemptStarted(9, 1, LeaseKind.Train, Sample.Worker(), 1) { Sequence = 2, At = Sample.Noon },
            new SearchStateChanged(SearchState.Cancelled, "") { Sequence = 3, At = Sample.Noon },
        ];
        await Cluster.Ledger.Append(broken, await Cluster.Ledger.Claim(broken, default), entries, default);
        var whole = await IdOf(await Submit(owner: _owner));

        var page = await List(new() { Owner = _owner });
        await Cluster.Ledger.Rows.Delete(broken, default);

        Assert.Equal([whole], page.Searches.Select(search => search.Id));
        Assert.Contains(broken, page.Unreadable);
        Assert.DoesNotContain(broken, (await List(new() { Owner = _owner })).Unreadable);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    [InlineData(5000, 3)]
    public async Task A_page_is_as_long_as_was_asked_for_within_what_is_allowed(int limit, int listed)
    {
        for (var i = 0; i < 3; i++)
            await Submit(owner: _owner);

        Assert.Equal(listed, (await List(new() { Owner = _owner, Limit = limit })).Searches.Length);
    }

    private Task<DeviceTimeline> Timeline(DateTimeOffset from, DateTimeOffset to, SearchId? except) =>
        Cluster.Grains.GetGrain<ISearchListGrain>(0).Timeline(from, to, except);

    private Task<ListedSearches> List(SearchQuery query) => Cluster.Grains.GetGrain<ISearchListGrain>(0).List(query);

    private ISearchGrain Grain(SearchId id) => Cluster.Grains.GetGrain<ISearchGrain>(id.Value);

    private async Task<SearchId> WriteAsBefore(Func<Search, CommandResult<SearchView>> end, SearchSpec? spec = null)
    {
        var search = new Search(Sample.NewId());
        LedgerEntry[] entries = [.. search.Start(spec ?? Sample.Spec, Sample.Dataset, Sample.Noon, _owner).Entries, .. end(search).Entries];
        await Cluster.Ledger.Append(search.Id, await Cluster.Ledger.Claim(search.Id, default), entries, default);
        return search.Id;
    }

    private static string Text(SearchView? view) => JsonSerializer.Serialize(view, ParetuneJson.Options);
}
