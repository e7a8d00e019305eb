using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>A trial as <see cref="FrontStrategy"/> sees it.</summary>
internal sealed class FrontTrial(int number, Candidate candidate)
{
    // For each epoch, the log error of the best epoch so far.
    private readonly List<double> _logErrors = [];
    private readonly List<bool> _guesses = [];
    private double _loss, _seconds;

    public int Number => number;
    public Candidate Candidate => candidate;
    public Cost Cost => candidate.Cost;

    /// <summary>The costs that it is compared on; null while they are not known.</summary>
    public double[]? Costs { get; set; }

    /// <summary>As <see cref="Features.Size"/>.</summary>
    public double Size { get; set; }

    /// <summary>As <see cref="Features.Configured"/>.</summary>
    public double[] Configured { get; set; } = [];

    /// <summary>The best completed trial that is not more expensive on any cost; null if there is none.</summary>
    public FrontTrial? Opponent { get; set; }

    /// <summary>Whether it is trained to the end, whatever happens at its rungs.</summary>
    public bool IsInitial { get; init; }

    /// <summary>Of the newest report.</summary>
    public int Epoch => _logErrors.Count;

    public double SecondsPerEpoch => Epoch == 0 ? 0 : _seconds / Epoch;

    /// <summary>Of the best epoch so far.</summary>
    public double LogError => _logErrors[^1];

    public bool IsCompleted { get; set; }

    /// <summary>The rung it is parked at; null while it is not parked.</summary>
    public FrontRung? ParkedAt { get; set; }

    /// <summary>Its features at the rung where it is parked.</summary>
    public Features Parked { get; set; }

    /// <summary>Its predictions at each rung, in order.</summary>
    public List<RungPrediction> Predictions { get; } = [];

    /// <summary>Of the best epoch up to then.</summary>
    public double LogErrorAt(int epoch) => _logErrors[epoch - 1];

    /// <summary>Whether the network was still guessing in the best epoch up to then.</summary>
    public bool IsGuessingAt(int epoch) => _guesses[epoch - 1];

    /// <summary>Whether it becomes the other's opponent: it is not more expensive, and better than the other's current opponent.</summary>
    public bool Opposes(FrontTrial other) => other.Costs is not null && !(LogError >= other.Opponent?.LogError)
        && ComparedCosts.IsNoDearer(Costs!, other.Costs);

    /// <summary>Of the epoch that would be the best if the trial ended with this report, which has not been added yet.</summary>
    public double LogErrorWith(Report report, double accuracy) =>
        IsKept(report) ? LogErrors.Compute(accuracy) : _logErrors[report.Epoch - 2];

    public bool IsGuessingWith(Report report, ChanceLevel line) => IsKept(report) ? line.IsGuessed(report) : _guesses[report.Epoch - 2];

    public void Take(Report report, double accuracy, ChanceLevel line)
    {
        var (logError, isGuessing) = (LogErrorWith(report, accuracy), IsGuessingWith(report, line));
        if (IsKept(report))
            _loss = report.ValidationLoss;
        if (report.Epoch <= Epoch)
        {
            _logErrors.RemoveRange(report.Epoch - 1, Epoch - report.Epoch + 1);
            _guesses.RemoveRange(report.Epoch - 1, _guesses.Count - report.Epoch + 1);
        }

        _seconds = (Epoch == 0 ? 0 : _seconds) + report.Seconds;
        _logErrors.Add(logError);
        _guesses.Add(isGuessing);
    }

    private bool IsKept(Report report) => report.Epoch == 1 || !(_loss <= report.ValidationLoss);
}
