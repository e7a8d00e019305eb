using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>The history that pages show, compared with the search itself.</summary>
public sealed class SearchHistoryTests
{
    private readonly Scene _scene = new(trials: 3);

    [Fact]
    public void An_epoch_that_was_trained_again_takes_the_place_of_the_old_one_and_of_those_after_it()
    {
        var lease = _scene.Lease()!;
        _scene.Report(lease, 1, loss: 3, accuracy: 0.1);
        _scene.Report(lease, 2, loss: 2, accuracy: 0.2);
        var again = _scene.Lease(incarnation: "b")!;
        _scene.Report(again, 1, loss: 1, accuracy: 0.3);

        var history = Create();

        Assert.Equal([new CurvePoint(1, 1, 0.3)], history.Curve(1));
        Assert.Equal([0.3], Trial(1).Curve.Select(report => report.Accuracy));
    }

    [Fact]
    public void Attempts_are_those_of_all_trials_in_the_order_they_started()
    {
        _scene.Lease(1);
        var second = _scene.Lease(2)!;
        _scene.Fail(second, AttemptFailure.Threw, "broken");
        _scene.Lease(1, incarnation: "b");

        var history = Create();

        Assert.Equal(
            [(1, AttemptOutcome.NodeLost), (2, AttemptOutcome.Threw), (1, (AttemptOutcome?)null)],
            history.Attempts.Select(span => (span.Trial, span.Attempt.Outcome)));
        Assert.Equal(Trial(1).Attempts, history.Attempts.Where(span => span.Trial == 1).Select(span => span.Attempt));
    }

    [Fact]
    public void The_front_has_a_moment_for_its_start_and_for_each_change()
    {
        var start = _scene.Now;
        Train(accuracy: 0.5);
        var reached = _scene.Search.Show()!.Score;
        // Cheaper, so it joins the front with any accuracy; the third is cheaper still but no better than nothing.
        Train(accuracy: 0.6);
        Train(accuracy: double.NaN);

        var growth = Create().Growth;

        Assert.Equal(
            [(start, 0, 0), (start.AddMinutes(1), _scene.Spec.Epochs, reached)],
            growth.Take(2).Select(moment => (moment.At, moment.Epochs, moment.Score)));
        Assert.Equal((3, _scene.Search.Show()!.Score), (growth.Count, growth[^1].Score));
    }

    [Fact]
    public void Epochs_that_were_lost_count_as_spent()
    {
        var lease = _scene.Lease()!;
        _scene.Report(lease, 1);
        _scene.Train(_scene.Lease(incarnation: "b")! with { ReportedEpochs = 0 });

        Assert.Equal(_scene.Spec.Epochs + 1, Create().Growth[^1].Epochs);
    }

    [Fact]
    public void A_trial_that_does_not_exist_has_no_curve() => Assert.Empty(Create().Curve(99));

    private void Train(double accuracy)
    {
        _scene.Now = _scene.Now.AddMinutes(1);
        _scene.Train(_scene.Lease()!, accuracy);
    }

    private SearchHistory Create()
    {
        var history = new SearchHistory(Scene.Id);
        foreach (var entry in _scene.Ledger)
            history.Apply(entry);
        return history;
    }

    private TrialHistory Trial(int number) => TrialHistory.From(_scene.Ledger.Where(entry => entry switch
    {
        AttemptStarted started => started.Trial == number,
        EpochReported reported => reported.Report.Trial.Number == number,
        AttemptEnded ended => ended.Trial == number,
        _ => false,
    }));
}
