using System.Globalization;

namespace Paretune.Grains.Ledger;

/// <summary>The SQL of <see cref="IResults"/>, in SQLite and PostgreSQL alike.</summary>
internal sealed class Results(Statements database) : IResults
{
    /// <summary>Adds a column for the entries that have a result, with an index of those only.</summary>
    public const string Column =
        "ALTER TABLE entries ADD COLUMN result text; CREATE INDEX entries_results ON entries (result) WHERE result IS NOT NULL;";

    // SQLite limits the parameters of a statement to some thousands.
    private const int AtOnce = 500;

    /// <summary>Returns an entry's value of the column; null if its result cannot be reused.</summary>
    public static string? Format(LedgerEntry entry) => entry switch
    {
        AttemptEnded ended => ended.Result,
        TrialReused reused => reused.Result,
        _ => null,
    };

    public async Task<IReadOnlyList<ResultHolder>> Find(IReadOnlyCollection<string> keys, int most, CancellationToken cancellation)
    {
        var found = new List<ResultHolder>();
        foreach (var part in keys.Distinct().Chunk(AtOnce))
        {
            var names = part.Select((key, at) => (Name: string.Create(CultureInfo.InvariantCulture, $"key{at}"), Key: key)).ToList();
            found.AddRange(await database.All(
                $"""
                SELECT entries.result, entries.search, entries.trial FROM entries JOIN searches ON searches.id = entries.search
                WHERE entries.result IN ({string.Join(", ", names.Select(name => $"@{name.Name}"))}) AND NOT searches.deleted
                ORDER BY entries.type, entries.at, entries.search, entries.sequence LIMIT @most
                """,
                [("most", most), .. names.Select(name => (name.Name, (object)name.Key))],
                row => new ResultHolder(row.GetString(0), new(new(row.GetString(1)), row.GetInt32(2))), cancellation));
        }

        return found;
    }
}
