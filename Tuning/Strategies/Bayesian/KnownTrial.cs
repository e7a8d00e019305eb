using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>A trial as <see cref="ProposedOrder"/> sees it.</summary>
internal sealed class KnownTrial(int number, Candidate candidate)
{
    private double _loss;

    public int Number => number;
    public Candidate Candidate => candidate;

    /// <summary>Of the epoch that is kept so far; null before the first report.</summary>
    public double? LogError { get; private set; }

    /// <summary>Takes in an epoch: the one of the least loss is kept.</summary>
    public void Take(Report report, double accuracy)
    {
        if (!double.IsFinite(accuracy + report.ValidationLoss) || (report.Epoch > 1 && _loss <= report.ValidationLoss))
            return;
        (_loss, LogError) = (report.ValidationLoss, LogErrors.Compute(accuracy));
    }
}

/// <summary>What a trial ended with, or is expected to end with.</summary>
/// <param name="LogError">NaN where it diverged.</param>
/// <param name="Variance">0 for what was seen.</param>
internal sealed record Result(KnownTrial Trial, double LogError, double Variance)
{
    /// <summary>Of a trial that was set aside at a rung.</summary>
    public static Result Predicted(KnownTrial trial, RungPrediction at)
    {
        var logError = LogErrors.Compute(Math.Clamp(at.Predicted, 0, 1));
        var deviation = at.Deviation / LogErrors.Share(logError);
        return new(trial, logError, deviation * deviation);
    }
}
