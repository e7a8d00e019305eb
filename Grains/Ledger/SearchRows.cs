using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Paretune.Grains.Ledger;

/// <summary>What differs between SQLite and PostgreSQL in the SQL of search rows.</summary>
/// <param name="Behind">A condition: the row is missing or older than the entries.</param>
/// <param name="Follows">A condition: no entry is newer than <c>@summary_sequence</c>, as far as the database can tell.</param>
/// <param name="Created">Converts a time to what the column <c>created</c> holds.</param>
internal sealed record SearchRowDialect(string Behind, string Follows, Func<DateTime, object> Created);

/// <summary>The SQL of <see cref="ISearchRows"/>.</summary>
internal sealed class SearchRows(Statements database, SearchRowDialect dialect) : ISearchRows
{
    // Takes a few milliseconds, for which other writers wait.
    private const int ErasedAtOnce = 2000;

    public async Task<ListedSearches> List(SearchQuery query, CancellationToken cancellation)
    {
        var filter = new SearchFilter(query);
        var total = await database.Scalar($"SELECT count(*) FROM searches WHERE {filter.Condition}", filter.Values, cancellation);
        var (after, values) = After(query, filter.Values);
        var rows = await database.All(
            $"""
            SELECT page.id, page.created, page.archived, page.summary, entries.body
            FROM (
                SELECT id, created, archived, summary FROM searches WHERE {filter.Condition}{after} ORDER BY created DESC, id LIMIT @limit
            ) AS page
            LEFT JOIN entries ON entries.search = page.id AND entries.sequence = 1 ORDER BY page.created DESC, page.id
            """,
            [.. values, ("limit", query.Limit + 1)], Row, cancellation);
        var page = rows.Take(query.Limit).ToList();
        var views = await Views(page, cancellation);
        return new(
            [.. views.OfType<SearchView>()], rows.Count > query.Limit ? page[^1].Place.ToString() : null,
            Convert.ToInt32(total, CultureInfo.InvariantCulture),
            [.. page.Zip(views).Where(row => row.Second is null).Select(row => new SearchId(row.First.Place.Id))], Pending: 0);
    }

    public async Task<IReadOnlyList<LedgerSearch>> Behind(CancellationToken cancellation) => await database.All(
        $"SELECT id, ended FROM searches WHERE created IS NOT NULL AND ({dialect.Behind}) ORDER BY created DESC, id", [],
        row => new LedgerSearch(new(row.GetString(0)), row.GetBoolean(1)), cancellation);

    public Task Renew(SearchView row, CancellationToken cancellation) => database.Change(
        $"UPDATE searches SET {SearchRow.Set} WHERE id = @search AND NOT deleted AND coalesce(summary_sequence, 0) < @summary_sequence "
        + $"AND {dialect.Follows}",
        [("search", row.Id.Value), .. SearchRow.From(row).Values], cancellation);

    public Task Archive(SearchId search, bool archived, CancellationToken cancellation) => database.Change(
        "UPDATE searches SET archived = @archived WHERE id = @search", [("search", search.Value), ("archived", archived)], cancellation);

    public async Task<bool> IsArchived(SearchId search, CancellationToken cancellation) =>
        await database.Scalar("SELECT 1 FROM searches WHERE id = @search AND archived", [("search", search.Value)], cancellation)
            is not null;

    // Clearing the time of creation hides the search from lists of the previous version too.
    public Task Delete(SearchId search, CancellationToken cancellation) => database.Change(
        "UPDATE searches SET deleted = true, created = NULL, ended = true, generation = generation + 1 WHERE id = @search AND NOT deleted",
        [("search", search.Value)], cancellation);

    public async Task<IReadOnlyList<SearchId>> Deleted(CancellationToken cancellation) =>
        await database.All("SELECT id FROM searches WHERE deleted", [], row => new SearchId(row.GetString(0)), cancellation);

    public async Task<bool> Erase(CancellationToken cancellation)
    {
        if (await database.Scalar("SELECT min(id) FROM searches WHERE deleted AND NOT erased", [], cancellation) is not string search)
            return false;
        (string, object)[] values = [("search", search)];
        var erased = await database.Change(
            string.Create(CultureInfo.InvariantCulture, $"""
            DELETE FROM entries WHERE search = @search
            AND sequence < (SELECT min(sequence) FROM entries WHERE search = @search) + {ErasedAtOnce}
            """), values, cancellation);
        if (erased == 0)
            await database.Change(
                "DELETE FROM notifications WHERE search = @search; "
                + "UPDATE searches SET erased = true, state = NULL, owner = NULL, dataset = NULL, words = NULL, tags = NULL, "
                + "summary = NULL WHERE id = @search",
                values, cancellation);
        return true;
    }

    private (string Sql, IEnumerable<(string, object)> Values) After(SearchQuery query, IReadOnlyList<(string, object)> values)
    {
        if (query.Cursor is not { } text)
            return ("", values);
        var place = SearchCursor.Parse(text);
        return (
            " AND (created < @before OR (created = @before AND id > @after))",
            [.. values, ("before", dialect.Created(place.Created)), ("after", place.Id)]);
    }

    private static StoredRow Row(DbDataReader row)
    {
        var created = row.GetValue(1) is long ticks ? new DateTime(ticks, DateTimeKind.Utc) : row.GetDateTime(1);
        return new(new(created, row.GetString(0)), row.GetBoolean(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4));
    }

    /// <summary>Parses rows outside the caller's turn, on all cores: a page of 1,000 is a million characters.</summary>
    private static Task<List<SearchView?>> Views(List<StoredRow> page, CancellationToken cancellation) => Task.Run(
        () => page.AsParallel().AsOrdered().WithCancellation(cancellation).Select(row => row.View()).ToList(), cancellation);

    private sealed record StoredRow(SearchCursor Place, bool Archived, string Summary, string? Started)
    {
        /// <summary>Returns null for a row whose JSON is damaged, so that the other rows are still listed.</summary>
        public SearchView? View()
        {
            try
            {
                return Started is null ? null : SearchRow.View(Summary, Started, Archived);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
