using System.Text.Json;

namespace Paretune.Grains.Ledger;

/// <summary>The notification that a search has ended, written together with the entry that ends it.</summary>
/// <param name="At">When the search ended and the notification is first due, in Unix milliseconds.</param>
internal sealed record NewNotification(string Id, string Target, string Body, long At)
{
    /// <summary>The columns of the table, in order; the last two both hold <see cref="At"/>.</summary>
    public const string Columns = "search, id, target, body, created, due";

    /// <summary>
    /// Returns the notification for the last of these entries that ends the search; null if none does, or if the search has no target to
    /// notify.
    /// </summary>
    /// <param name="row">The search after these entries.</param>
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
