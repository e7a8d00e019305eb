namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// What trials teach the models of their rungs. From those alone that went to the end rungs would learn that all improve, because only such
/// trials get there: of 28 tasks of LCBench 2 of 100 trials ended above that were given a chance of 5. So one that is parked at a later rung
/// teaches the earlier ones too, by the end that is expected of it, until its own is known.
/// </summary>
internal sealed class RungTeaching(IEnumerable<FrontRung> rungs)
{
    private readonly Dictionary<FrontTrial, (FrontRung Rung, Prediction End)> _expected = [];

    public void Complete(FrontTrial trial)
    {
        Forget(trial);
        foreach (var rung in Before(trial.Epoch))
            rung.Model.Add(rung.FeaturesOf(trial), trial.LogError);
    }

    /// <param name="images">As of <see cref="EndModel.Predict"/>.</param>
    public void Park(FrontTrial trial, FrontRung at, int images)
    {
        Forget(trial);
        var end = at.Model.Predict(trial.Parked, images);
        _expected.Add(trial, (at, end));
        foreach (var rung in Before(at.Epochs))
            rung.Model.Expect(rung.FeaturesOf(trial), end);
    }

    /// <summary>Nothing is expected of it any more.</summary>
    public void Forget(FrontTrial trial)
    {
        if (!_expected.Remove(trial, out var expected))
            return;
        foreach (var rung in Before(expected.Rung.Epochs))
            rung.Model.Forget(rung.FeaturesOf(trial), expected.End);
    }

    private IEnumerable<FrontRung> Before(int epochs) => rungs.Where(rung => rung.Epochs < epochs);
}
