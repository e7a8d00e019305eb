using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>A trial as <see cref="ProposedOrder"/> sees it.</summary>
internal sealed class KnownTrial(int number, Candidate candidate)
{
    private double _loss;

    public int Number => number;
    public Candidate Candidate => candidate;

    /// <summary>Of the best epoch so far; null before the first report.</summary>
    public double? LogError { get; private set; }

    /// <summary>Adds an epoch; the one with the lowest loss is the best.</summary>
    public void Take(Report report, double accuracy)
    {
        if (!double.IsFinite(accuracy + report.ValidationLoss) || (report.Epoch > 1 && _loss <= report.ValidationLoss))
            return;
        (_loss, LogError) = (report.ValidationLoss, LogErrors.Compute(accuracy));
    }
}

/// <summary>The final result of a trial, or the predicted one.</summary>
/// <param name="LogError">NaN if it diverged.</param>
/// <param name="Variance">0 for a measured result.</param>
internal sealed record Result(KnownTrial Trial, double LogError, double Variance)
{
    /// <summary>The prediction for a trial that was parked at a rung.</summary>
    public static Result Predicted(KnownTrial trial, RungPrediction at)
    {
        var logError = LogErrors.Compute(Math.Clamp(at.Predicted, 0, 1));
        var deviation = at.Deviation / LogErrors.Share(logError);
        return new(trial, logError, deviation * deviation);
    }
}
