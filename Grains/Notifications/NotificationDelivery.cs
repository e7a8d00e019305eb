using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Notifications;

namespace Paretune.Grains.Notifications;

/// <summary>
/// Delivers due notifications at least once. An attempt is recorded before it is made; if the process is killed meanwhile, the notification
/// is due again after the pause, for any silo.
/// </summary>
internal sealed partial class NotificationDelivery(
    ILedger ledger, NotificationSender sender, TimeProvider clock, ILogger<NotificationDelivery> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    // Each holds a connection for at most ten seconds.
    private const int AtOnce = 20;

    /// <summary>Attempts every delivery that is due now.</summary>
    public async Task DeliverDue(CancellationToken cancellation)
    {
        var due = await ledger.Notifications.Due(clock.GetUtcNow(), AtOnce, cancellation);
        await Task.WhenAll(due.Select(one => Deliver(one, cancellation)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Returns to the host first: its start must not wait for the database.
        await Task.Yield();
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            try
            {
                await DeliverDue(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotLookedUp(Failure.Details(failure), failure.Message, Period.TotalSeconds);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Deliver(DueNotification due, CancellationToken cancellation)
    {
        var (attempt, notifications) = (due.Attempts + 1, ledger.Notifications);
        var next = clock.GetUtcNow() + DeliveryPauses.After(attempt);
        if (!await notifications.Take(due, next, cancellation))
            return;
        // An attempt whose process was killed counts too, so the number can exceed the maximum by one.
        var (isDelivered, reason) = await sender.Send(due, cancellation);
        if (isDelivered)
            await notifications.Finish(due.Id, NotificationState.Delivered, reason, clock.GetUtcNow(), cancellation);
        else if (attempt >= DeliveryPauses.Most)
            await notifications.Finish(due.Id, NotificationState.GivenUp, reason, clock.GetUtcNow(), cancellation);
        else
            await notifications.Failed(due.Id, reason, cancellation);
        Log(due, attempt, isDelivered, reason, next);
    }

    // Logs only the host, because the rest of an address may be a secret.
    private void Log(DueNotification due, int attempt, bool isDelivered, string reason, DateTimeOffset next)
    {
        var host = new Uri(due.Target).Authority;
        if (isDelivered)
            LogDelivered(due.Search, host, due.Id, attempt);
        else if (attempt >= DeliveryPauses.Most)
            LogGivenUp(due.Search, host, due.Id, attempt, reason);
        else
            LogNotDelivered(due.Search, host, due.Id, attempt, next, reason);
    }

    [LoggerMessage(LogLevel.Information, "Search {Search}: notified {Host} of its end, delivery {Delivery}, attempt {Attempt}")]
    private partial void LogDelivered(SearchId search, string host, string delivery, int attempt);

    [LoggerMessage(
        LogLevel.Warning,
        "Search {Search}: {Host} could not be notified of its end, delivery {Delivery}, attempt {Attempt}; retrying at {Next:u}: {Reason}")]
    private partial void LogNotDelivered(
        SearchId search, string host, string delivery, int attempt, DateTimeOffset next, string reason);

    [LoggerMessage(
        LogLevel.Error, "Search {Search}: gave up notifying {Host} of its end, delivery {Delivery}, after attempt {Attempt}: {Reason}")]
    private partial void LogGivenUp(SearchId search, string host, string delivery, int attempt, string reason);

    [LoggerMessage(LogLevel.Warning, "Notifications could not be read; retrying within {Seconds} s: {Reason}")]
    private partial void LogNotLookedUp(Exception? failure, string reason, double seconds);
}
