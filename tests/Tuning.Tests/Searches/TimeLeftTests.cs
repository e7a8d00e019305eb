using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>The estimated time left of a search, from measurements.</summary>
public sealed class TimeLeftTests
{
    [Fact]
    public void What_is_left_is_shared_by_the_devices_that_work_for_the_search()
    {
        // 10 s per epoch for every network: 2 trials running after one of three epochs, 4 waiting: (2·2 + 4·3) · 10 s on two devices.
        TrialView[] trials = [Running(1, 10), Running(2, 10), .. Waiting(3, 4, 5, 6)];

        Assert.Equal(80, Left(trials, running: 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Networks_with_more_macs_take_as_much_longer_as_was_measured(double factor)
    {
        // 1 s for 1 M MACs, `factor` for 10 M; one trial of 10 M is waiting.
        TrialView[] trials =
        [
            Done(1, 1, macs: 1_000_000), Done(2, factor, macs: 10_000_000), Running(3, 1) with { Macs = 1_000_000 },
            Waiting(4).Single() with { Macs = 10_000_000 },
        ];

        Assert.Equal(2 * 1 + 3 * factor, Left(trials, running: 1), 6);
    }

    [Fact]
    public void Time_in_the_queue_counts_for_nothing()
    {
        TrialView[] trials = [Running(1, 10)];
        var waited = View(trials, 1) with { SubmittedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };

        Assert.Equal(TimeLeft.Compute(View(trials, 1), trials, _ => null), TimeLeft.Compute(waited, trials, _ => null));
        Assert.Equal(20, TimeLeft.Compute(waited, trials, _ => null)!.Value.TotalSeconds);
    }

    [Fact]
    public void Trials_that_are_yet_to_be_added_take_what_their_macs_say()
    {
        TrialView[] trials = [Done(1, 1, macs: 1_000_000), Done(2, 10, macs: 10_000_000), Running(3, 1) with { Macs = 1_000_000 }];
        var search = View(trials, 1) with { ComingMacs = 20_000_000 };
        search = search with { Counts = search.Counts with { Total = 5 } };

        Assert.Equal(2 + 2 * 3 * 10, TimeLeft.Compute(search, trials, _ => null)!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Where_trials_are_stopped_early_those_to_come_are_given_as_many_epochs_as_the_others()
    {
        TrialView[] trials =
        [
            .. Enumerable.Range(1, 4).Select(number => Done(number, 10) with { State = TrialState.Stopped, Epochs = 1 }), Running(5, 10),
            .. Waiting(6, 7),
        ];

        Assert.Equal(20 + 2 * 10, Left(trials, running: 1), 6);
    }

    [Fact]
    public void A_budget_of_epochs_ends_it_earlier()
    {
        TrialView[] trials = [Running(1, 10), .. Waiting(2, 3, 4)];
        var search = View(trials, 1);
        search = search with
        {
            Spec = search.Spec with { Budget = new(null, 5, null, null) },
            Counts = search.Counts with { EpochsDone = 1 },
        };

        Assert.Equal(40, TimeLeft.Compute(search, trials, _ => null)!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Nothing_is_said_before_anything_is_measured_or_where_nothing_runs()
    {
        Assert.Null(TimeLeft.Compute(View([Waiting(1).Single()], 0), [Waiting(1).Single()], _ => null));
        Assert.Null(TimeLeft.Compute(View([Running(1, 10)], 0), [Running(1, 10)], _ => null));
        Assert.Null(TimeLeft.Compute(View([Running(1, 0) with { SecondsPerEpoch = null }], 1), [], _ => null));
    }

    [Fact]
    public void Of_a_search_in_a_list_an_epoch_takes_what_one_took_on_average()
    {
        var search = View([Running(1, 10)], 2) with { DeviceSeconds = 40 };
        search = search with { Counts = search.Counts with { EpochsDone = 4, EpochsTotal = 10 } };

        Assert.Equal(30, TimeLeft.Compute(search)!.Value.TotalSeconds);
        // 2 of the 4 epochs were reused, so the time was spent on the other 2.
        var reusing = search with { Spec = search.Spec with { Epochs = 2 }, Counts = search.Counts with { Reused = 1 } };
        Assert.Equal(60, TimeLeft.Compute(reusing)!.Value.TotalSeconds);
        Assert.Null(TimeLeft.Compute(search with { State = SearchState.Paused }));
    }

    [Theory]
    [InlineData(SearchState.Completed, 26, 26)]
    [InlineData(SearchState.Running, 26, 100)]
    public void The_bar_of_a_search_that_has_completed_is_full_however_few_epochs_its_strategy_gave(SearchState state, int done, int end)
    {
        var search = View([], 0) with { State = state };

        Assert.Equal(end, Progress.Epochs(search with { Counts = search.Counts with { EpochsDone = done, EpochsTotal = 100 } }));
    }

    private static double Left(TrialView[] trials, int running) =>
        TimeLeft.Compute(View(trials, running), trials, _ => null)!.Value.TotalSeconds;

    private static TrialView Done(int number, double seconds, long macs = 1_000_000) =>
        Sample.Trial(number, 0.5, new(1, macs, 1)) with { SecondsPerEpoch = seconds };

    private static TrialView Running(int number, double seconds) =>
        Done(number, seconds) with { State = TrialState.Running, Epochs = 1 };

    private static IEnumerable<TrialView> Waiting(params int[] numbers) => numbers.Select(
        number => Done(number, 0) with { State = TrialState.Waiting, Epochs = 0, SecondsPerEpoch = null });

    private static SearchView View(TrialView[] trials, int running) => new()
    {
        Id = new("abcd2345"),
        Name = "sample",
        State = SearchState.Running,
        Spec = Sample.Spec,
        Counts = new() { Total = trials.Length, Running = running },
    };
}
