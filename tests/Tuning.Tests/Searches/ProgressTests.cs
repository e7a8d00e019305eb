using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

public sealed class ProgressTests
{
    [Fact]
    public void A_trial_that_is_over_is_all_done_and_a_running_one_as_far_as_its_steps()
    {
        var stopped = Trial(1, TrialState.Stopped, epochs: 1);
        var running = Trial(2, TrialState.Running, epochs: 1);
        var step = new StepProgress { Trial = new(new("abcd2345"), 2), Attempt = 1, Epoch = 2, Step = 5, Steps = 10, ImagesPerSecond = 1 };

        var done = Progress.DoneShare(Search(total: 2), [stopped, running], number => number == 2 ? step : null);

        Assert.Equal((3 + 1.5) / 6, done, precision: 9);
    }

    [Fact]
    public void Trials_that_are_yet_to_be_added_are_work_that_is_left()
    {
        var done = Progress.DoneShare(
            Search(total: 4) with { ComingMacs = 2000 }, [Trial(1, TrialState.Completed, 3), Trial(2, TrialState.Completed, 3)], _ => null);

        Assert.Equal(0.5, done, precision: 9);
    }

    [Fact]
    public void What_is_left_of_a_grid_is_what_it_costs_less_what_was_added()
    {
        var scene = new Scene(trials: 3, cost: number => new(1, number * 100, 1));

        scene.Lease();

        Assert.Equal(500, scene.Search.Show()!.ComingMacs);
    }

    [Fact]
    public void A_budget_that_is_half_spent_is_half_of_the_search()
    {
        var search = Search(total: 100) with
        {
            Spec = Sample.Spec with { Budget = new(Epochs: 12) },
            Counts = new() { Total = 100, EpochsDone = 6 }
        };

        Assert.Equal(0.5, Progress.DoneShare(search, [Trial(1, TrialState.Completed, 3)], _ => null), precision: 9);
    }

    [Fact]
    public void Reused_results_use_nothing_of_a_budget()
    {
        var search = Search(total: 100) with
        {
            Spec = Sample.Spec with { Budget = new(Epochs: 12) },
            Counts = new() { Total = 100, EpochsDone = 6 + 2 * Sample.Spec.Epochs, Reused = 2 }
        };

        Assert.Equal(0.5, Progress.DoneShare(search, [Trial(1, TrialState.Completed, 3)], _ => null), precision: 9);
    }

    [Fact]
    public void The_rest_takes_as_long_as_the_pace_so_far_says()
    {
        var left = Progress.Left(done: 0.25, TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(3), left);
    }

    [Fact]
    public void Nothing_is_promised_before_there_is_a_pace()
    {
        var left = Progress.Left(done: 0, TimeSpan.FromMinutes(1));

        Assert.Null(left);
    }

    private static SearchView Search(int total) =>
        new Scene(trials: 1).Search.Show()! with { Counts = new() { Total = total }, ComingMacs = 0 };

    private static TrialView Trial(int number, TrialState state, int epochs) => new()
    {
        Number = number,
        Configuration = new(1, 1, 1, 0.001, 0, 128),
        State = state,
        Attempt = 1,
        Epochs = epochs,
        Parameters = 1,
        Macs = 1000,
        Bytes = 4,
        OnFront = false,
    };
}
