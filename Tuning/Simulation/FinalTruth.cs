namespace Paretune.Tuning.Simulation;

/// <summary>What all candidates would come to if each were trained to its last epoch.</summary>
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

    /// <summary>Of each candidate at its kept epoch, the one with the least validation loss; 0 where training diverges.</summary>
    public ReadOnlySpan<double> Accuracy => _accuracy;

    /// <summary>Of all epochs of all candidates.</summary>
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
