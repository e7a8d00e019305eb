using System.Text.Json.Nodes;
using Paretune.Grains.Ledger;

namespace Paretune.Grains.Tests.Ledger;

// The contract for notifications of searches' ends.
public abstract partial class LedgerContract
{
    private const string Target = "https://hooks.example.com/paretune";

    private INotifications Notifications => Ledger.Notifications;

    [Fact]
    public async Task A_message_is_written_with_the_entry_that_ends_a_search_which_names_somebody_to_notify()
    {
        await End(Target);

        var due = Assert.Single(await DueNow());
        var body = JsonNode.Parse(due.Body)!;

        Assert.Equal(($"{_search}-8", Target, 0), (due.Id, due.Target, due.Attempts));
        Assert.Equal(("search.ended", due.Id), ((string)body["event"]!, (string)body["delivery"]!));
        Assert.Equal((_search.Value, "completed"), ((string)body["search"]!["id"]!, (string)body["search"]!["state"]!));
        Assert.Equal(
            new NotificationView(due.Id, Target, NotificationState.Waiting, 0, Sample.Noon, null, Sample.Noon, ""),
            Assert.Single(await Notifications.List(_search, default)));
    }

    [Fact]
    public async Task Neither_an_end_that_is_refused_nor_one_of_a_search_that_notifies_nobody_leaves_a_message()
    {
        var (old, _) = (await Claim(), await Claim());
        var entries = Notifying(Target);
        await Assert.ThrowsAsync<LedgerFencedException>(() => Ledger.Append(_search, old, entries, View(entries), default));
        Assert.Empty(await DueNow());

        await End(null);

        Assert.Empty(await DueNow());
    }

    [Fact]
    public async Task A_message_is_for_the_first_who_takes_it_until_it_is_due_again()
    {
        await End(Target);
        var due = Assert.Single(await DueNow());

        Assert.True(await Notifications.Take(due, Sample.Noon.AddSeconds(30), default));

        Assert.False(await Notifications.Take(due, Sample.Noon.AddSeconds(30), default));
        Assert.Empty(await DueNow());
        Reopen();
        Assert.Equal(1, Assert.Single(await DueAt(Sample.Noon.AddSeconds(30))).Attempts);
    }

    [Fact]
    public async Task A_message_that_is_over_is_never_due_again_and_says_what_became_of_it()
    {
        await End(Target);
        var due = Assert.Single(await DueNow());
        await Notifications.Failed(due.Id, "refused", default);
        await Notifications.Finish(due.Id, NotificationState.GivenUp, "still refused", Sample.Noon.AddMinutes(1), default);

        await Notifications.Finish(due.Id, NotificationState.Delivered, "too late", Sample.Noon.AddMinutes(2), default);

        Assert.Empty(await DueAt(Sample.Noon.AddYears(1)));
        var (state, reason) = Assert.Single((await Notifications.List(_search, default)).Select(one => (one.State, one.Reason)));
        Assert.Equal((NotificationState.GivenUp, "still refused"), (state, reason));
    }

    [Fact]
    public async Task Messages_of_a_deleted_search_are_not_sent_and_go_with_it()
    {
        await End(Target);

        await Rows.Delete(_search, default);

        Assert.Empty(await DueNow());
        while (await Rows.Erase(default))
            Assert.Empty(await DueNow());
        Assert.Empty(await Notifications.List(_search, default));
    }

    [Fact]
    public async Task A_search_that_was_opened_again_has_not_ended()
    {
        await End(null);
        var entries = Notifying(null);
        LedgerEntry[] open =
        [
            .. entries, new TrialExtended(1, 4) { Sequence = 9, At = Sample.Noon },
            new SearchStateChanged(SearchState.Running, "") { Sequence = 10, At = Sample.Noon },
        ];

        await Ledger.Append(_search, 1, open[8..], View(open), default);

        Assert.Contains(new(_search, false), await Ledger.Searches(default));
    }

    private async Task End(string? target)
    {
        var entries = Notifying(target);
        await Ledger.Append(_search, await Claim(), entries, View(entries), default);
    }

    private LedgerEntry[] Notifying(string? target) => Owned(Life(), spec => spec with { Notify = target });

    private Task<IEnumerable<DueNotification>> DueNow() => DueAt(Sample.Noon);

    // Tests may share a database.
    private async Task<IEnumerable<DueNotification>> DueAt(DateTimeOffset now) =>
        [.. (await Notifications.Due(now, 1000, default)).Where(due => due.Search == _search)];
}
