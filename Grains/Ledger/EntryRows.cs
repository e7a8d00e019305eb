using System.Data.Common;
using System.Text.Json;

namespace Paretune.Grains.Ledger;

/// <summary>Queries and reads entries, in SQLite and PostgreSQL alike. Parameters are <c>@search</c> and those named below.</summary>
internal static class EntryRows
{
    /// <summary>
    /// Selects the bodies after <c>@after</c> up to <c>@last</c>. Filters by sequence alone, which has no gaps: whatever the query plan, no
    /// other rows are read.
    /// </summary>
    public const string Page =
        $"SELECT body FROM entries WHERE search = @search AND sequence > @after AND sequence <= @last AND {Kept} ORDER BY sequence";

    /// <summary>Selects a whole search for <see cref="Loaded"/>; bodies only of entries without all <see cref="ReportColumns"/>.</summary>
    public const string Load = $"""
        SELECT sequence, loss, accuracy, seconds, trial, attempt, epoch, CASE WHEN loss IS NULL OR class_mean IS NULL THEN body END,
            top_five, balanced, at, class_mean
        FROM entries WHERE search = @search AND {Kept} ORDER BY sequence
        """;

    /// <summary>Selects the bodies of <c>@trial</c>, in order. Uses the two indexes of <see cref="TrialIndex"/>.</summary>
    public const string Trial = $"""
        SELECT body FROM (
            SELECT sequence, body FROM entries WHERE search = @search AND trial = @trial AND epoch IS NOT NULL UNION ALL
            SELECT sequence, body FROM entries WHERE search = @search AND trial = @trial AND epoch IS NULL) AS entries
        WHERE {Kept} ORDER BY sequence
        """;

    /// <summary>Selects the bodies of the entries that begin and end attempts. Uses the index of entries that are not reports.</summary>
    public const string Attempts = $"""
        SELECT body FROM entries WHERE search = @search AND trial IS NOT NULL AND epoch IS NULL
            AND type IN ('{nameof(AttemptStarted)}', '{nameof(AttemptEnded)}') AND {Kept} ORDER BY sequence
        """;

    /// <summary>
    /// Creates the index of a trial's entries that are not reports; reports are found by the index that makes them unique. A second index
    /// over reports would cost one page write per report, because the reports of many trials alternate.
    /// </summary>
    public const string TrialIndex = """
        DROP INDEX entries_trials;
        CREATE INDEX entries_others ON entries (search, trial, sequence) WHERE trial IS NOT NULL AND epoch IS NULL;
        """;

    /// <summary>Adds a column of <see cref="ReportColumns"/>; null in older rows.</summary>
    public const string TopFive = "ALTER TABLE entries ADD COLUMN top_five double precision;";

    /// <inheritdoc cref="TopFive"/>
    public const string Balanced = "ALTER TABLE entries ADD COLUMN balanced double precision;";

    /// <summary>Adds a column of <see cref="ReportColumns"/>; null in older rows, whose reports are read whole.</summary>
    public const string ClassMean = "ALTER TABLE entries ADD COLUMN class_mean double precision;";

    /// <summary>Selects all searches; takes no parameters.</summary>
    public const string Searches = "SELECT id, ended FROM searches WHERE created IS NOT NULL ORDER BY created DESC, id";

    /// <summary>Holds unless the search was deleted. Entries of deleted searches are not read, even before they are erased.</summary>
    private const string Kept = "NOT EXISTS (SELECT 1 FROM searches WHERE id = @search AND deleted)";

    /// <summary>Reads all rows of a query whose only column is a body.</summary>
    public static async Task<IReadOnlyList<LedgerEntry>> Bodies(DbCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<LedgerEntry>();
        while (await reader.ReadAsync(cancellation))
            entries.Add(Entry(reader.GetString(0)));
        return entries;
    }

    /// <summary>Reads a row of <see cref="Load"/>.</summary>
    public static LedgerEntry Loaded(DbDataReader row, SearchId search) => !row.IsDBNull(7)
        ? Entry(row.GetString(7))
        : new ReportColumns(
            row.GetDouble(1), row.GetDouble(2), Optional(row, 8), row.GetDouble(3), Optional(row, 9), row.GetDouble(11))
            .Entry(
                search, row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(10), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6));

    /// <summary>Reads all rows of <see cref="Searches"/>.</summary>
    public static async Task<IReadOnlyList<LedgerSearch>> Listed(DbCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var searches = new List<LedgerSearch>();
        while (await reader.ReadAsync(cancellation))
            searches.Add(new(new(reader.GetString(0)), reader.GetBoolean(1)));
        return searches;
    }

    private static double? Optional(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static LedgerEntry Entry(string body) => JsonSerializer.Deserialize<LedgerEntry>(body, ParetuneJson.Options)!;
}
