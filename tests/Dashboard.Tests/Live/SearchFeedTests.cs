using Paretune.Dashboard.Http;
using Paretune.Dashboard.Live;

namespace Paretune.Dashboard.Tests.Live;

/// <summary>What pages see of a running search, with a real silo.</summary>
public sealed class SearchFeedTests(Api api)
{
    private SearchFeeds Feeds => api.Service<SearchFeeds>();

    [Fact]
    public async Task A_page_that_followed_from_the_start_shows_what_one_sees_that_comes_at_the_end()
    {
        var id = await api.Submit("followed by a page");
        using var page = await Page.Open(Feeds, id);

        await api.Complete(id);
        await page.Until(feed => feed.Search.EndedAt is not null);

        var look = (await api.Grains.GetGrain<ISearchGrain>(id).Look(null))!;
        Assert.Equal(look.Search.Notes, page.Feed.Search.Notes);
        Assert.Equal(look.Search with { Spec = page.Feed.Search.Spec, Notes = page.Feed.Search.Notes }, page.Feed.Search);
        Assert.Equal(look.Trials, page.Feed.Trials);
        // Of two trials with the same cost, the first was on the front until the second completed.
        Assert.Equal([false, true], page.Feed.Trials.Select(trial => trial.OnFront));
    }

    [Fact]
    public async Task Cancelling_moves_trials_that_no_entry_names()
    {
        var id = await api.Submit("cancelled under a page");
        await api.Begin(id, trials: 2);
        var search = api.Grains.GetGrain<ISearchGrain>(id);
        await search.Pause();
        using var page = await Page.Open(Feeds, id);

        await search.Cancel();
        await page.Until(feed => feed.Search.EndedAt is not null);

        Assert.Equal([TrialState.Cancelled, TrialState.Cancelled], page.Feed.Trials.Select(trial => trial.State));
    }

    [Fact]
    public async Task Trials_that_are_added_stand_behind_those_that_are_there()
    {
        var id = await api.Submit("grows under a page");
        await api.Begin(id, trials: 1);
        using var page = await Page.Open(Feeds, id);
        Assert.Equal([1], page.Feed.Trials.Select(trial => trial.Number));

        await api.Begin(id, trials: 2);
        await page.Until(feed => feed.Trials.Count == 2);

        Assert.Equal([1, 2], page.Feed.Trials.Select(trial => trial.Number));
    }

    [Fact]
    public async Task A_running_trials_step_is_there()
    {
        var id = await api.Submit("stepped");
        using var page = await Page.Open(Feeds, id);

        await api.Step(id);
        await page.Until(feed => !feed.Steps.IsEmpty);

        Assert.Equal(3, page.Feed.Steps[1].Step);
    }

    [Fact]
    public async Task Pages_of_one_search_share_one_feed()
    {
        var id = await api.Submit("watched by two");

        using var one = await Page.Open(Feeds, id);
        using var other = await Page.Open(Feeds, id);

        Assert.Same(one.Feed, other.Feed);
    }

    [Fact]
    public async Task A_page_that_joins_sees_what_was_done_elsewhere_since_the_search_ended()
    {
        var id = await api.Submit("extended elsewhere");
        await api.Complete(id);
        using var one = await Page.Open(Feeds, id);
        await one.Until(feed => feed.Search.EndedAt is not null);

        await api.Grains.GetGrain<ISearchGrain>(id).ExtendTrial(1, 2);
        using var other = await Page.Open(Feeds, id);

        Assert.Null(other.Feed.Search.EndedAt);
        await one.Until(feed => feed.Trial(1)!.State == TrialState.Waiting);
    }

    [Fact]
    public async Task A_page_that_joins_is_told_that_the_search_was_deleted()
    {
        var id = await api.Submit("deleted elsewhere");
        await api.Complete(id);
        using var one = await Page.Open(Feeds, id);
        await one.Until(feed => feed.Search.EndedAt is not null);

        using var deleted = await api.Http.DeleteAsync($"/api/searches/{id}");

        Assert.True(deleted.IsSuccessStatusCode);
        Assert.Equal(404, (await Assert.ThrowsAsync<ApiException>(() => Page.Open(Feeds, id))).Status);
    }

    [Fact]
    public async Task A_search_that_does_not_exist_is_refused_each_time()
    {
        for (var i = 0; i < 2; i++)
            Assert.Equal(404, (await Assert.ThrowsAsync<ApiException>(() => Page.Open(Feeds, "aaaaaaaa"))).Status);
    }

    [Fact]
    public async Task The_history_holds_every_epoch_and_attempt_and_the_front_as_it_grew()
    {
        var id = await api.Submit("with a past");
        await api.Complete(id);
        using var page = await Page.Open(Feeds, id);

        await page.ReadHistory();

        var detail = (await api.Grains.GetGrain<ISearchGrain>(id).Detail(2))!;
        Assert.Equal(detail.Curve.Select(report => report.Accuracy), page.Feed.History.Curve(2).Select(point => point.Accuracy));
        Assert.Equal(detail.Attempts, page.Feed.History.Attempts.Where(span => span.Trial == 2).Select(span => span.Attempt));
        Assert.Equal(page.Feed.Search.Score, page.Feed.History.Growth[^1].Score, 12);
        Assert.Equal([0, 1, 2], page.Feed.History.Growth.Select(moment => moment.Epochs));
    }

    [Fact]
    public async Task The_history_goes_on_with_what_the_feed_brings()
    {
        var id = await api.Submit("with a future");
        using var page = await Page.Open(Feeds, id);
        await page.ReadHistory();

        await api.Complete(id);
        // The search may be ahead of its history, which is updated entry by entry.
        await page.Until(feed => feed.Search.EndedAt is not null && feed.History.Attempts.All(span => span.Attempt.Outcome is not null));

        Assert.Equal(3, page.Feed.History.Growth.Length);
    }

    [Fact]
    public async Task The_history_of_a_trainer_s_search_counts_the_costs_that_were_reported()
    {
        var id = await api.Submit(Api.TrainerSearch("costs told late"));
        await api.Complete(id);
        using var page = await Page.Open(Feeds, id);

        await page.ReadHistory();

        Assert.Equal([1000, 2000, 3000, 4000], page.Feed.Trials.Select(trial => trial.Parameters));
        Assert.All(page.Feed.Trials, trial => Assert.True(trial.OnFront));
        Assert.Equal(page.Feed.Search.Score, page.Feed.History.Growth[^1].Score, 12);
    }

    /// <summary>A page's subscription to a feed, with waits for conditions.</summary>
    private sealed class Page : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
        private Watching? _watching;
        private Action _look = () => { };

        public SearchFeed Feed => _watching!.Feed;

        public static async Task<Page> Open(SearchFeeds feeds, string id)
        {
            var page = new Page();
            page._watching = await feeds.Watch(id, _ =>
            {
                page._look();
                return Task.CompletedTask;
            });
            return page;
        }

        public async Task Until(Func<SearchFeed, bool> isSo)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _look = () =>
            {
                if (isSo(Feed))
                    seen.TrySetResult();
            };
            _look();
            await seen.Task.WaitAsync(Patience);
        }

        public async Task ReadHistory()
        {
            var whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Feed.History.Grown += () =>
            {
                if (Feed.History.IsWhole)
                    whole.TrySetResult();
            };
            Feed.History.Read(Feed.Search.Sequence);
            await whole.Task.WaitAsync(Patience);
        }

        public void Dispose() => _watching?.Dispose();
    }
}
