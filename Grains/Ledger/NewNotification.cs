using System.Text.Json;

namespace Paretune.Grains.Ledger;

/// <summary>The message that a search has ended, as it is written with the entry that says so.</summary>
/// <param name="At">Unix milliseconds of the end, when it is due at once.</param>
internal sealed record NewNotification(string Id, string Target, string Body, long At)
{
    /// <summary>Of the table, in this order; the last two are both <see cref="At"/>.</summary>
    public const string Columns = "search, id, target, body, created, due";

    /// <summary>
    /// The notification for the last of these entries that ends the search; null if none does, or if no notification is wanted.
    /// </summary>
    /// <param name="row">The search after them.</param>
    public static NewNotification? After(IReadOnlyList<LedgerEntry> entries, SearchView? row)
    {
        if (row?.Spec.Notify is not { } target
            || entries.OfType<SearchStateChanged>().LastOrDefault(changed => changed.State.IsTerminal) is not { } end)
            return null;
        var id = $"{row.Id}-{end.Sequence}";
        return new(id, target, Text(id, end, row), end.At.ToUnixTimeMilliseconds());
    }

    private static string Text(string id, SearchStateChanged end, SearchView row) => JsonSerializer.Serialize(
        new
        {
            Event = "search.ended",
            Delivery = id,
            Search = new
            {
                row.Id,
                row.Name,
                end.State,
                end.Reason,
                row.Owner,
                row.Spec.Dataset,
                row.SubmittedAt,
                EndedAt = end.At,
                row.Counts,
                row.BestAccuracy,
                row.Score,
                row.Optimum,
            },
        },
        ParetuneJson.Options);
}
