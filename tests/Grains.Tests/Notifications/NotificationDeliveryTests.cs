using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Grains.Ledger;
using Paretune.Grains.Notifications;
using Paretune.Grains.Tests.Cluster;
using Paretune.Testing;
using Paretune.Tuning.Notifications;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Tests.Notifications;

/// <summary>Delivery of notifications to a receiver on this machine.</summary>
public sealed class NotificationDeliveryTests : IDisposable
{
    private const string Secret = "a secret of some length";

    private readonly string _folder = Directory.CreateTempSubdirectory("paretune").FullName;
    private readonly SearchId _search = Sample.NewId();
    private readonly MovableClock _clock = new();
    private SqliteLedger _ledger;

    public NotificationDeliveryTests() => _ledger = Open();

    public void Dispose()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_receiver_gets_the_message_once_and_signed()
    {
        await using var receiver = new NotificationReceiver(_ => 204);
        await End(receiver.Address + "hook");

        await Deliver(receiver);
        await Deliver(receiver);

        var message = await receiver.Next();
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(message.Signature.Split(',')[0][2..], null));
        Assert.Equal((0, "/hook", $"{_search}-2"), (receiver.Waiting, message.Path, message.Delivery));
        Assert.Equal(Signature.Compute(message.Body, Secret, at), message.Signature);
        Assert.Contains("\"state\":\"cancelled\",\"reason\":\"by its user\"", message.Body);
        Assert.Equal((NotificationState.Delivered, 1, "the receiver answered 204"), await Shown());
    }

    [Fact]
    public async Task What_a_receiver_does_not_take_is_sent_again_later_under_the_same_id_and_in_the_end_given_up()
    {
        await using var receiver = new NotificationReceiver(_ => 503);
        await End(receiver.Address);

        await Deliver(receiver);
        await Deliver(receiver);
        Assert.Equal((NotificationState.Waiting, 1, "the receiver answered 503"), await Shown());
        for (var attempt = 2; attempt <= DeliveryPauses.Most; attempt++)
        {
            _clock.Advance(DeliveryPauses.After(attempt - 1));
            await Deliver(receiver);
        }

        Assert.Equal((NotificationState.GivenUp, DeliveryPauses.Most, "the receiver answered 503"), await Shown());
        Assert.Equal(DeliveryPauses.Most, receiver.Waiting);
        Assert.Equal((await receiver.Next()).Delivery, (await receiver.Next()).Delivery);
    }

    [Fact]
    public async Task A_silo_that_is_killed_while_it_sends_leaves_the_message_to_the_next_one()
    {
        await using var receiver = new NotificationReceiver(number => number == 1 ? null : 200);
        await End(receiver.Address);
        using var killed = new CancellationTokenSource();
        var sending = Deliver(receiver, killed.Token);
        var first = await receiver.Next();
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        await _ledger.DisposeAsync();
        _ledger = Open();
        await Deliver(receiver);
        _clock.Advance(DeliveryPauses.After(1));
        await Deliver(receiver);

        Assert.Equal(first.Delivery, (await receiver.Next()).Delivery);
        Assert.Equal((0, (NotificationState.Delivered, 2, "the receiver answered 200")), (receiver.Waiting, await Shown()));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = new NotificationReceiver(_ => 307);
        await End(receiver.Address);

        await Deliver(receiver);

        await receiver.Next();
        Assert.Equal(0, receiver.Waiting);
        Assert.Equal((NotificationState.Waiting, 1, "the receiver answered 307, and redirects are not followed"), await Shown());
    }

    [Fact]
    public async Task Nothing_is_sent_to_an_address_that_is_not_allowed_here()
    {
        await using var receiver = new NotificationReceiver(_ => 200);
        await End(receiver.Address);

        await Deliver(receiver.Address + "elsewhere/");

        var (state, _, reason) = await Shown();
        Assert.Equal((0, NotificationState.Waiting), (receiver.Waiting, state));
        Assert.StartsWith("not sent: the target must be an address that an administrator has allowed with Paretune:Notify:Allowed", reason);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_tried_again()
    {
        var receiver = new NotificationReceiver(_ => 200);
        await receiver.DisposeAsync();
        await End(receiver.Address);

        await Deliver(receiver);

        var (state, _, reason) = await Shown();
        Assert.Equal(NotificationState.Waiting, state);
        Assert.Contains("refused", reason, StringComparison.OrdinalIgnoreCase);
    }

    private SqliteLedger Open() => new(Path.Combine(_folder, "ledger.sqlite"));

    private Task Deliver(NotificationReceiver receiver, CancellationToken cancellation = default) =>
        Deliver(receiver.Address, cancellation);

    private async Task Deliver(string allowed, CancellationToken cancellation = default)
    {
        using var sender = new NotificationSender(new() { Allowed = allowed, Secret = Secret }, _clock);
        using var delivery = new NotificationDelivery(_ledger, sender, _clock, NullLogger<NotificationDelivery>.Instance);
        await delivery.DeliverDue(cancellation);
    }

    private async Task End(string target)
    {
        var search = new Search(_search);
        LedgerEntry[] entries =
        [
            new SearchStarted(Sample.Spec with { Notify = target }, Sample.Dataset, "") { Sequence = 1, At = Sample.Noon },
            new SearchStateChanged(SearchState.Cancelled, "by its user") { Sequence = 2, At = Sample.Noon },
        ];
        foreach (var entry in entries)
            search.Apply(entry);
        await _ledger.Append(_search, await _ledger.Claim(_search, default), entries, search.Show(), default);
    }

    private async Task<(NotificationState State, int Attempts, string Reason)> Shown() =>
        Assert.Single((await _ledger.Notifications.List(_search, default)).Select(one => (one.State, one.Attempts, one.Reason)));
}
