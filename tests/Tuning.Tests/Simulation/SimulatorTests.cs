using System.Text.Json;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Tests.Simulation;

public sealed class SimulatorTests
{
    [Fact]
    public void Each_candidate_of_a_grid_is_trained_to_its_last_epoch()
    {
        var truth = new CurveModel(candidates: 20, epochs: 6, seed: 1, diverging: 0);

        var run = Simulator.Run(Spec(truth), truth, SimulationOptions.Workers(3));

        Assert.Equal(SearchState.Completed, run.Search.Show()!.State);
        Assert.Equal(20, run.Search.Show()!.Counts.Completed);
        Assert.Equal(20 * 6, run.Trained.Length);
        Assert.Equal(new FinalTruth(truth).Seconds, run.SecondsTrained, precision: 6);
    }

    [Fact]
    public void One_worker_is_never_idle_and_takes_as_long_as_all_epochs_and_tests()
    {
        var truth = Table([0.5, 0.6], [0.7, 0.8]);

        var run = Simulator.Run(Spec(truth) with { Objectives = ["accuracy", "macs"] }, truth, new());

        // Both trials are on the front: four epochs, and two tests of a tenth of an epoch each.
        Assert.Equal(TimeSpan.FromSeconds(42), run.Length);
        Assert.Equal(0, run.IdleShare);
    }

    [Fact]
    public void Twice_as_fast_takes_half_as_long()
    {
        var truth = Table([0.5, 0.6], [0.7, 0.8]);

        var run = Simulator.Run(Spec(truth), truth, new() { Speeds = [2] });

        Assert.Equal(TimeSpan.FromSeconds(21), run.Length);
        Assert.Equal(40, run.SecondsTrained);
    }

    [Fact]
    public void A_worker_without_a_trial_is_idle_until_the_end()
    {
        var truth = Table([0.5, 0.6]);

        var run = Simulator.Run(Spec(truth), truth, SimulationOptions.Workers(4));

        Assert.Equal(0.75, run.IdleShare, precision: 9);
    }

    [Fact]
    public void A_run_with_another_seed_does_not_change_what_is_known_of_a_candidate()
    {
        var truth = Table([0.1, 0.904], [0.2, 0.9]);

        // The budget ends one epoch into a replicate.
        var run = Simulator.Run(Spec(truth) with { Replicates = 3, Budget = new(Epochs: 5) }, truth, new());

        Assert.Single(run.Entries.OfType<ReplicateAdded>());
        Assert.Equal([0.904, 0.9], new KnownAccuracies(run).By(DateTimeOffset.MaxValue).ToArray());
    }

    [Fact]
    public void Images_of_which_a_simulation_knows_no_number_make_no_accuracy_uncertain()
    {
        var truth = Table([0.1, 0.9]);

        var run = Simulator.Run(Spec(truth), truth, new());

        Assert.Equal(0, run.Search.Show()!.ValidationImages);
    }

    [Fact]
    public void Asha_trains_less_and_stops_some()
    {
        var truth = new CurveModel(candidates: 60, epochs: 9, seed: 2);

        var run = Simulator.Run(Spec(truth) with { Strategy = Sample.Asha() }, truth, SimulationOptions.Workers(8));

        Assert.Equal(SearchState.Completed, run.Search.Show()!.State);
        Assert.True(run.SecondsTrained < 0.8 * new FinalTruth(truth).Seconds);
        Assert.True(run.Search.Show()!.Counts.Stopped > 10);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_ends_its_trial_as_diverged()
    {
        var truth = new CurveTable(
            [new(Candidate(1), [new(0.5, 1, 10), new(0.5, double.NaN, 10)]), new(Candidate(2), [new(0.5, 1, 10), new(0.6, 0.9, 10)])], 2);

        var run = Simulator.Run(Spec(truth), truth, new());

        Assert.Equal([TrialState.Diverged, TrialState.Completed], run.Search.Trials()!.Value.Select(trial => trial.State));
    }

    [Theory]
    [InlineData("grid"), InlineData("random"), InlineData("sobol"), InlineData("asha")]
    public void The_same_seed_gives_the_same_run(string strategy)
    {
        var truth = new CurveModel(candidates: 30, epochs: 9, seed: 3);
        var spec = Spec(truth) with { Strategy = new(strategy) };

        var one = Simulator.Run(spec, truth, SimulationOptions.Workers(5));
        var other = Simulator.Run(spec, truth, SimulationOptions.Workers(5));

        Assert.Equal(Text(one), Text(other));
    }

    [Fact]
    public void A_budget_ends_the_search()
    {
        var truth = new CurveModel(candidates: 30, epochs: 9, seed: 3);

        var run = Simulator.Run(Spec(truth) with { Budget = new() { Epochs = 40 } }, truth, SimulationOptions.Workers(5));

        Assert.InRange(run.Trained.Length, 40, 45);
        Assert.Contains("40 epochs", run.Search.Show()!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_trainer_s_costs_come_with_its_reports()
    {
        var truth = Table([0.5, 0.6], [0.7, 0.8]);

        var run = Simulator.Run(Spec(truth) with { Trainer = "lines", Objectives = ["accuracy", "parameters"] }, truth, new());

        Assert.Equal(0, run.Entries.OfType<TrialAdded>().First().Cost.Parameters);
        Assert.Equal([1000, 2000], run.Search.Trials()!.Value.Select(trial => trial.Parameters));
    }

    [Fact]
    public void Curves_shorter_than_the_search_are_refused()
    {
        var truth = Table([0.5, 0.6]);

        var refused = Assert.Throws<ArgumentException>(() => Simulator.Run(Spec(truth) with { Epochs = 3 }, truth, new()));

        Assert.Contains("epochs must be at most 2", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Returns a table with epochs of ten seconds; candidate n has n thousand parameters.</summary>
    internal static CurveTable Table(params double[][] accuracies) => new(
        [
            .. accuracies.Select((curve, number) => new CurveRow(
                Candidate(number + 1), [.. curve.Select(accuracy => new EpochTruth(accuracy, 1 - accuracy, 10))])),
        ], classes: 2);

    internal static SearchSpec Spec(ITruth truth) => Sample.Spec with { Epochs = truth.Epochs, Optimum = "most-accurate" };

    private static Candidate Candidate(int number) =>
        new("dilated-separable", Sample.Configuration(dilation: number), new(number * 1000, number * 10_000, number * 4000));

    private static string Text(SimulatedRun run) => JsonSerializer.Serialize(run.Entries, ParetuneJson.Options);
}
