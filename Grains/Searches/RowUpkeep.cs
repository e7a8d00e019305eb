using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paretune.Grains.Ledger;

namespace Paretune.Grains.Searches;

/// <summary>
/// Maintains the ledger's rows: at startup renews those that the previous version left outdated, then erases deleted searches.
/// </summary>
internal sealed partial class RowUpkeep(ILedger ledger, RowRenewal renewal, TimeProvider clock, ILogger<RowUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Returns to the host first: its start must not wait for the database.
        await Task.Yield();
        using var timer = new PeriodicTimer(Period, clock);
        var renewed = false;
        do
        {
            try
            {
                renewed = renewed || await Renew(stoppingToken);
                while (await ledger.Rows.Erase(stoppingToken))
                    stoppingToken.ThrowIfCancellationRequested();
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(Failure.Details(failure), failure.Message, Period.TotalSeconds);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> Renew(CancellationToken cancellation)
    {
        if ((await renewal.CatchUp(cancellation)).Pending > 0)
            return false;
        // Warms up the code that the first list needs.
        await ledger.Rows.List(new() { Limit = SearchQuery.LargestPage }, cancellation);
        return true;
    }

    [LoggerMessage(
        LogLevel.Warning, "Could not update the list of searches or erase deleted searches; retrying within {Seconds} s: {Reason}")]
    private partial void LogFailed(Exception? failure, string reason, double seconds);
}
