namespace Paretune.Tuning.Simulation;

/// <summary>The results of all candidates if each were trained to its last epoch.</summary>
public sealed class FinalTruth
{
    private readonly ITruth _truth;
    private readonly double[] _accuracy;

    public FinalTruth(ITruth truth)
    {
        _truth = truth;
        _accuracy = new double[truth.Candidates.Length];
        for (var candidate = 0; candidate < _accuracy.Length; candidate++)
            Train(candidate);
    }

    /// <summary>The accuracy of each candidate at its best epoch (lowest validation loss); 0 if training diverges.</summary>
    public ReadOnlySpan<double> Accuracy => _accuracy;

    /// <summary>Seconds that all epochs of all candidates take.</summary>
    public double Seconds { get; private set; }

    private void Train(int candidate)
    {
        var least = double.PositiveInfinity;
        for (var epoch = 1; epoch <= _truth.Epochs; epoch++)
        {
            var (accuracy, loss, seconds) = _truth.At(candidate, epoch);
            Seconds += seconds;
            if (!double.IsFinite(loss))
            {
                _accuracy[candidate] = 0;
                return;
            }

            if (loss < least)
                (least, _accuracy[candidate]) = (loss, accuracy);
        }
    }
}
