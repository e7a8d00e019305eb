namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// What trials teach the models of their rungs. From those alone that went to the end rungs would learn that all improve, because only such
/// trials get there: of 28 tasks of LCBench 2 of 100 trials ended above that were given a chance of 5. So one that is parked at a later
/// rung teaches the earlier ones too, by the end that is expected of it, until its own is known. Models change when a trial completes and
/// at no other time, so that what is expected of others does not depend on when somebody asks.
/// </summary>
internal sealed class RungTeaching(IEnumerable<FrontRung> rungs)
{
    private readonly Dictionary<FrontTrial, Expectation> _taught = [];
    private readonly List<(FrontTrial Trial, Expectation? Now)> _changes = [];

    public void Complete(FrontTrial trial)
    {
        _changes.Add((trial, null));
        foreach (var (changed, now) in _changes)
            Change(changed, now);
        _changes.Clear();
        foreach (var rung in Before(trial.Epoch))
            rung.Teach(trial);
    }

    /// <param name="images">As of <see cref="EndModel.Predict(Features, int)"/>.</param>
    public void Park(FrontTrial trial, FrontRung at, int images) => _changes.Add((trial, new(
        [.. Before(at.Epochs).Select(rung => (Rung: rung, Features: rung.FeaturesOf(trial)))
            .Select(there => (there.Rung.ModelOf(there.Features), there.Features))],
        at.ModelOf(trial.Parked).Predict(trial.Parked, images))));

    /// <summary>Nothing is expected of it any more.</summary>
    public void Forget(FrontTrial trial) => _changes.Add((trial, null));

    private void Change(FrontTrial trial, Expectation? now)
    {
        if (_taught.Remove(trial, out var before))
            foreach (var (model, features) in before.Taught)
                model.Forget(features, before.End);
        if (now is null)
            return;
        _taught.Add(trial, now);
        foreach (var (model, features) in now.Taught)
            model.Expect(features, now.End);
    }

    private IEnumerable<FrontRung> Before(int epochs) => rungs.Where(rung => rung.Epochs < epochs);

    /// <param name="Taught">The models of earlier rungs, and what the trial was like there.</param>
    private sealed record Expectation((EndModel Model, Features Features)[] Taught, Prediction End);
}
