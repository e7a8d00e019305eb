using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>A trial as <see cref="BayesianStrategy"/> sees it.</summary>
internal sealed class KnownTrial(int number, Candidate candidate)
{
    private double _loss;

    public int Number => number;
    public Candidate Candidate => candidate;

    /// <summary>Of the epoch that is kept so far; null before the first report.</summary>
    public double? LogError { get; private set; }

    /// <summary>Whether it was begun before anything was known.</summary>
    public bool IsOpening { get; init; }

    public KnownState State { get; set; } = KnownState.Running;

    /// <summary>Takes in an epoch: the one of the least loss is kept.</summary>
    public void Take(Report report, double accuracy)
    {
        if (!double.IsFinite(accuracy + report.ValidationLoss) || (report.Epoch > 1 && _loss <= report.ValidationLoss))
            return;
        (_loss, LogError) = (report.ValidationLoss, LogErrors.Of(accuracy));
    }
}

/// <summary>What a trial tells.</summary>
internal enum KnownState
{
    /// <summary>It has no result yet: it counts as what is expected of it.</summary>
    Running,

    /// <summary>It has completed: what it ended with is known.</summary>
    Completed,

    /// <summary>It diverged: as bad as the worst that completed.</summary>
    Diverged,

    /// <summary>It ended without a result, as one that failed: nothing is known but that it was tried.</summary>
    Gone,
}
