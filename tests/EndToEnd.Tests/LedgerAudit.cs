using System.Text.Json;
using Npgsql;

namespace Paretune.EndToEnd.Tests;

/// <summary>Checks the ledger of a search, read directly from the database.</summary>
internal sealed class LedgerAudit
{
    private readonly List<LedgerEntry> _entries;

    private LedgerAudit(List<LedgerEntry> entries) => _entries = entries;

    public IEnumerable<AttemptEnded> Ends => _entries.OfType<AttemptEnded>();
    public IEnumerable<EpochReported> Reports => _entries.OfType<EpochReported>();

    public static async Task<LedgerAudit> From(string connection, string search)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand("SELECT body FROM entries WHERE search = @search ORDER BY sequence");
        command.Parameters.AddWithValue("search", search);
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<LedgerEntry>();
        while (await reader.ReadAsync())
            entries.Add(JsonSerializer.Deserialize<LedgerEntry>(reader.GetString(0), ParetuneJson.Options)!);
        return new(entries);
    }

    /// <summary>
    /// Asserts that there is no gap, no duplicate report, no reused attempt number, one decision per report, and no reported epoch that was
    /// trained again.
    /// </summary>
    public void Holds(int epochs)
    {
        Assert.NotEmpty(Reports);
        Assert.NotEmpty(Ends);
        Assert.Equal(Enumerable.Range(1, _entries.Count).Select(number => (long)number), _entries.Select(entry => entry.Sequence));
        foreach (var trial in _entries.OfType<AttemptStarted>().GroupBy(started => started.Trial))
            Assert.Equal(Enumerable.Range(1, trial.Count()), trial.Select(started => started.Attempt));
        foreach (var trial in Reports.GroupBy(reported => reported.Report.Trial.Number))
            Assert.Equal(Enumerable.Range(1, epochs), trial.Select(reported => reported.Report.Epoch));
        foreach (var attempt in Ends.GroupBy(ended => (ended.Trial, ended.Attempt)))
            Assert.Single(attempt);
    }

    public bool HasReported(int trial, int attempt) =>
        Reports.Any(reported => (reported.Report.Trial.Number, reported.Report.Attempt) == (trial, attempt));

    /// <summary>
    /// Returns the time from <paramref name="fault"/> until the last trial whose attempt it ended has reported again; null if it ended
    /// none.
    /// </summary>
    public TimeSpan? Recovery(DateTimeOffset fault)
    {
        var hit = Ends.Where(
            ended => ended.At >= fault && ended.Outcome is AttemptOutcome.NodeLost or AttemptOutcome.Preempted)
                .Select(ended => (ended.Trial, ended.At));
        var back = hit.Select(
            lost => Reports.Where(reported => reported.Report.Trial.Number == lost.Trial && reported.At > lost.At)
                .Select(reported => reported.At - fault));
        return back.Where(times => times.Any()).Select(times => times.Min()).Cast<TimeSpan?>().DefaultIfEmpty(null).Max();
    }
}
