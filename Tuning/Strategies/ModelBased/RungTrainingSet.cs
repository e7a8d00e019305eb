namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Trains the models of the rungs on trials. From completed trials alone, rungs would learn that all improve, because only such trials
/// complete: on 28 tasks of LCBench, 2 of 100 trials with a predicted chance of 5 % ended above the line. A trial that is parked at a later
/// rung therefore also trains the earlier ones, by its predicted end, until its actual end is known. Models change only when a trial
/// completes, so that predictions do not depend on when a worker asks.
/// </summary>
internal sealed class RungTrainingSet(IEnumerable<FrontRung> rungs)
{
    private readonly Dictionary<FrontTrial, Expectation> _taught = [];
    private readonly List<(FrontTrial Trial, Expectation? Now)> _changes = [];

    /// <summary>How many have completed.</summary>
    public int Completed { get; private set; }

    /// <summary>Whether as many trials have completed as are trained to the end for this purpose.</summary>
    public bool IsEnough => Completed >= InitialThenCheapest.Opening;

    public void Complete(FrontTrial trial)
    {
        Completed++;
        _changes.Add((trial, null));
        foreach (var (changed, now) in _changes)
            Change(changed, now);
        _changes.Clear();
        foreach (var rung in Before(trial.Epoch))
            rung.Teach(trial);
    }

    /// <param name="images">As of <see cref="FinalErrorModel.Predict(Features, int)"/>.</param>
    public void Park(FrontTrial trial, FrontRung at, int images) => _changes.Add((trial, new(
        [.. Before(at.Epochs).Select(rung => (Rung: rung, Features: rung.FeaturesOf(trial)))
            .Select(there => (there.Rung.ModelOf(there.Features), there.Features))],
        at.ModelOf(trial.Parked).Predict(trial.Parked, images))));

    /// <summary>Trains a rung again whose model was renewed.</summary>
    /// <param name="was">Its model before.</param>
    /// <param name="completed">In the order of completion.</param>
    public void Renew(FrontRung rung, FinalErrorModel was, IEnumerable<FrontTrial> completed)
    {
        foreach (var trial in completed)
            rung.Teach(trial);
        foreach (var (trial, taught) in _taught.ToList())
        {
            _taught[trial] = Renewed(trial, taught);
            if (_taught[trial].Taught.FirstOrDefault(one => one.Model == rung.Model) is { Model: { } model, Features: var features })
                model.Expect(features, taught.End);
        }

        for (var i = 0; i < _changes.Count; i++)
            if (_changes[i] is { Now: { } now })
                _changes[i] = (_changes[i].Trial, Renewed(_changes[i].Trial, now));

        Expectation Renewed(FrontTrial trial, Expectation expected) => expected with
        {
            Taught = [.. expected.Taught.Select(one => one.Model == was ? (rung.Model, rung.FeaturesOf(trial)) : one)],
        };
    }

    /// <summary>Removes the prediction of a trial.</summary>
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

    /// <param name="Taught">The models of earlier rungs, with the trial's features there.</param>
    private sealed record Expectation((FinalErrorModel Model, Features Features)[] Taught, Prediction End);
}
