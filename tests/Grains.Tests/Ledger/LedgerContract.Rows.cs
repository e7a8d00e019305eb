using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Tests.Ledger;

// The contract for the rows that lists read. Each test uses a unique owner.
public abstract partial class LedgerContract
{
    private readonly string _owner = $"owner {Sample.NewId()}";

    private ISearchRows Rows => Ledger.Rows;

    /// <summary>Returns the number of entries of a search in the database, including deleted ones.</summary>
    protected abstract Task<long> Kept(SearchId search);

    [Fact]
    public async Task A_row_that_is_written_with_entries_is_listed_as_the_search_after_them()
    {
        var entries = Owned(Life());
        await Ledger.Append(_search, await Claim(), entries[..4], View(entries[..4]), default);
        await Ledger.Append(_search, 1, entries[4..], View(entries), default);

        Reopen();
        var page = await Rows.List(new() { Owner = _owner }, default);

        Assert.Equal(Text(View(entries)), Text(Assert.Single(page.Searches)));
        Assert.Equal((1, null), (page.Total, page.Next));
        Assert.DoesNotContain(await Rows.Behind(default), search => search.Id == _search);
    }

    [Fact]
    public async Task A_row_of_an_extended_search_has_the_budget_the_space_and_the_networks_of_now()
    {
        LedgerEntry[] entries =
        [
            .. Owned(Life()[..4], spec => spec with { Budget = new(Trials: 2) }),
            new BudgetExtended(new(Trials: 9)) { Sequence = 5, At = Sample.Noon },
            new SpaceExtended(
                Sample.Spec.Space.With("width", 1, 0.5, 0.25), ["dilated-separable", "resnet20"], "", Version: 1)
            { Sequence = 6, At = Sample.Noon },
        ];
        await Ledger.Append(_search, await Claim(), entries, View(entries), default);

        var listed = Assert.Single((await Rows.List(new() { Owner = _owner }, default)).Searches);

        Assert.Equal(Text(View(entries)), Text(listed));
        Assert.Equal((9, "resnet20"), (listed.Spec.Budget!.Trials, listed.Spec.Networks[^1]));
    }

    [Fact]
    public async Task A_row_whose_entries_are_refused_is_not_written()
    {
        var (old, _) = (await Claim(), await Claim());
        var entries = Owned(Life());

        await Assert.ThrowsAsync<LedgerFencedException>(() => Ledger.Append(_search, old, entries, View(entries), default));

        Assert.Empty((await Rows.List(new() { Owner = _owner }, default)).Searches);
    }

    [Fact]
    public async Task A_row_of_another_moment_than_the_last_entrys_is_refused()
    {
        var entries = Owned(Life());
        var generation = await Claim();

        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.Append(_search, generation, entries[..4], View(entries), default));

        Assert.Empty(await Read());
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended_newest_first()
    {
        // Two searches have the same time, so that the id decides their order.
        var ids = await Fill(Enumerable.Range(0, 5).Select(number => Sample.Noon.AddTicks(10 * (number / 2))));

        var pages = new List<ListedSearches>();
        do
            pages.Add(await Rows.List(new() { Owner = _owner, Limit = 2, Cursor = pages is [.., var last] ? last.Next : null }, default));
        while (pages[^1].Next is not null);

        Assert.Equal(
            [ids[4], .. ids[2..4].OrderBy(id => id.Value, StringComparer.Ordinal),
                .. ids[..2].OrderBy(id => id.Value, StringComparer.Ordinal)],
            pages.SelectMany(page => page.Searches).Select(search => search.Id));
        Assert.Equal([2, 2, 1], pages.Select(page => page.Searches.Length));
        Assert.All(pages, page => Assert.Equal(5, page.Total));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("99999999999999999999-a")]
    public async Task A_cursor_that_no_page_gave_is_refused(string cursor) =>
        await Assert.ThrowsAsync<ArgumentException>(nameof(cursor), () => Rows.List(new() { Cursor = cursor }, default));

    [Fact]
    public async Task A_list_is_restricted_by_state_dataset_and_words_in_any_case()
    {
        var ended = Owned(Life(), spec => spec with { Name = "Größe 50% of_it" });
        await Ledger.Append(_search, await Claim(), ended, View(ended), default);
        var (other, open) = (Sample.NewId(), Owned(Life()[..2], spec => spec with { Name = "other", Dataset = "cifar10" }));
        await Ledger.Append(other, await Ledger.Claim(other, default), open, View(open, other), default);

        Assert.Equal([_search], await Listed(query => query with { States = [SearchState.Completed, SearchState.Failed] }));
        Assert.Equal([other], await Listed(query => query with { Dataset = "cifar10" }));
        Assert.Equal([_search], await Listed(query => query with { Text = "GRÖSSE 50%".Replace("SS", "ß", StringComparison.Ordinal) }));
        Assert.Equal([other], await Listed(query => query with { Text = $" {other.Value.ToUpperInvariant()}  cifar" }));
        Assert.Empty(await Listed(query => query with { Text = "50% cifar10" }));
        Assert.Empty(await Listed(query => query with { Text = "5_%" }));
        Assert.Equal(2, (await Listed(query => query with { Text = "dilated" })).Count());
    }

    [Fact]
    public async Task A_list_is_restricted_by_tags_and_finds_what_a_search_is_called_now()
    {
        var entries = Owned(Life());
        LedgerEntry[] edited =
        [
            .. entries, new SearchEdited("renamed", ["50%", "Paper/1"], "a remark") { Sequence = entries.Length + 1, At = Sample.Noon },
        ];
        await Ledger.Append(_search, await Claim(), edited, View(edited), default);

        Assert.Equal([_search], await Listed(query => query with { Tags = ["PAPER/1"] }));
        Assert.Equal([_search], await Listed(query => query with { Tags = ["50%", "paper/1"] }));
        Assert.Empty(await Listed(query => query with { Tags = ["paper/1", "paper"] }));
        Assert.Empty(await Listed(query => query with { Tags = ["5"] }));
        Assert.Equal([_search], await Listed(query => query with { Text = "Renamed remark paper" }));
        var listed = Assert.Single((await Rows.List(new() { Owner = _owner }, default)).Searches);
        Assert.Equal(("renamed", "renamed", "a remark"), (listed.Name, listed.Spec.Name, listed.Note));
    }

    [Fact]
    public async Task A_list_is_restricted_by_ids()
    {
        var entries = Owned(Life());
        await Ledger.Append(_search, await Claim(), entries, View(entries), default);

        Assert.Equal([_search], await Listed(query => query with { Ids = [new("zzzzzzz2"), _search] }));
        Assert.Empty(await Listed(query => query with { Ids = [new("zzzzzzz2")] }));
    }

    [Fact]
    public async Task A_search_that_was_put_away_is_listed_where_it_is_asked_for_and_stays_so()
    {
        var entries = Owned(Life());
        await Ledger.Append(_search, await Claim(), entries[..7], View(entries[..7]), default);

        await Rows.Archive(_search, archived: true, default);
        await Ledger.Append(_search, 1, entries[7..], View(entries), default);

        Assert.Empty(await Listed(query => query));
        Assert.True(Assert.Single((await Rows.List(new() { Owner = _owner, Archived = true }, default)).Searches).Archived);
        Assert.Equal([_search], await Listed(query => query with { Archived = null }));
        Assert.True(await Rows.IsArchived(_search, default));
        await Rows.Archive(_search, archived: false, default);
        Assert.Equal([_search], await Listed(query => query));
        Assert.False(await Rows.IsArchived(_search, default));
    }

    [Fact]
    public async Task Entries_that_come_without_a_row_leave_it_behind_until_it_is_renewed()
    {
        var entries = Owned(Life());
        await Ledger.Append(_search, await Claim(), entries[..4], View(entries[..4]), default);
        await Ledger.Append(_search, 1, entries[4..], default);

        Assert.Contains(new(_search, true), await Rows.Behind(default));
        await Rows.Renew(View(entries), default);

        Assert.DoesNotContain(await Rows.Behind(default), search => search.Id == _search);
        Assert.Equal(Text(View(entries)), Text(Assert.Single((await Rows.List(new() { Owner = _owner }, default)).Searches)));
    }

    [Fact]
    public async Task A_search_without_a_row_is_behind_and_not_listed()
    {
        await Ledger.Append(_search, await Claim(), Owned(Life())[..4], default);

        Assert.Contains(new(_search, false), await Rows.Behind(default));
        Assert.Empty(await Listed(query => query));
    }

    [Fact]
    public async Task A_renewal_that_comes_late_does_not_replace_a_newer_row()
    {
        var entries = Owned(Life());
        await Ledger.Append(_search, await Claim(), entries, View(entries), default);

        await Rows.Renew(View(entries[..4]), default);

        Assert.Equal(8, Assert.Single((await Rows.List(new() { Owner = _owner }, default)).Searches).Sequence);
    }

    [Fact]
    public async Task A_search_that_was_deleted_is_nowhere_to_be_read_claimed_or_written()
    {
        var entries = Owned(Life());
        var generation = await Claim();
        await Ledger.Append(_search, generation, entries, View(entries), default);

        await Rows.Delete(_search, default);

        Assert.Empty(await Read());
        Assert.Empty(await Ledger.Load(_search, default).ToListAsync());
        Assert.Empty(await Ledger.ReadTrial(new(_search, 1), default));
        Assert.DoesNotContain(await Ledger.Searches(default), search => search.Id == _search);
        Assert.Empty(await Listed(query => query with { Archived = null }));
        Assert.DoesNotContain(await Rows.Behind(default), search => search.Id == _search);
        Assert.Contains(_search, await Rows.Deleted(default));
        await Assert.ThrowsAsync<LedgerFencedException>(Claim);
        var next = new PriorityChanged(1) { Sequence = 9, At = Sample.Noon };
        foreach (var owner in new[] { generation, generation + 1 })
            await Assert.ThrowsAsync<LedgerFencedException>(() => Ledger.Append(_search, owner, [next], default));
    }

    [Fact]
    public async Task What_a_deleted_search_leaves_is_erased_in_parts_and_its_id_stays_taken()
    {
        const int Reports = 5000;
        LedgerEntry[] entries = [.. Owned(Life()[..4]), .. Enumerable.Range(1, Reports).Select(epoch => Reported(4 + epoch, epoch))];
        await Ledger.Append(_search, await Claim(), entries, View(entries), default);
        var other = Sample.NewId();
        await Ledger.Append(other, await Ledger.Claim(other, default), Life(), default);
        await Rows.Delete(_search, default);

        var left = new List<long> { await Kept(_search) };
        while (await Rows.Erase(default))
            left.Add(await Kept(_search));

        Assert.Equal(entries.Length, left[0]);
        Assert.Equal(0, left[^1]);
        Assert.True(left.Distinct().Count() > 2, $"erased in one go: {string.Join(", ", left)}");
        Assert.Equal(8, await Kept(other));
        Assert.Contains(_search, await Rows.Deleted(default));
        await Assert.ThrowsAsync<LedgerFencedException>(Claim);
    }

    private async Task<IEnumerable<SearchId>> Listed(Func<SearchQuery, SearchQuery> with) =>
        (await Rows.List(with(new() { Owner = _owner }), default)).Searches.Select(search => search.Id);

    private async Task<List<SearchId>> Fill(IEnumerable<DateTimeOffset> times)
    {
        var ids = new List<SearchId>();
        foreach (var at in times)
        {
            var id = Sample.NewId();
            LedgerEntry[] entries = [.. Owned(Life()[..2]).Select(entry => entry with { At = at })];
            await Ledger.Append(id, await Ledger.Claim(id, default), entries, View(entries, id), default);
            ids.Add(id);
        }

        return ids;
    }

    private LedgerEntry[] Owned(LedgerEntry[] entries, Func<SearchSpec, SearchSpec>? with = null) =>
        [((SearchStarted)entries[0]) with { Spec = (with ?? (spec => spec))(Sample.Spec), Owner = _owner }, .. entries[1..]];

    private SearchView View(IEnumerable<LedgerEntry> entries, SearchId? id = null)
    {
        var search = new Search(id ?? _search);
        foreach (var entry in entries)
            search.Apply(entry);
        return search.Show()!;
    }

    private static string Text(SearchView view) => System.Text.Json.JsonSerializer.Serialize(view, ParetuneJson.Options);
}
