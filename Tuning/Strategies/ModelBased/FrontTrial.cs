using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>A trial as <see cref="FrontStrategy"/> sees it.</summary>
internal sealed class FrontTrial(int number, Candidate candidate)
{
    // Of the epoch that is kept by then, for each epoch.
    private readonly List<double> _logErrors = [];
    private readonly List<bool> _guesses = [];
    private double _loss, _seconds;

    public int Number => number;
    public Candidate Candidate => candidate;
    public Cost Cost => candidate.Cost;

    /// <summary>What it is compared on; null while that is not known.</summary>
    public double[]? Costs { get; set; }

    /// <summary>As <see cref="Features.Size"/>.</summary>
    public double Size { get; set; }

    /// <summary>As <see cref="Features.Configured"/>.</summary>
    public double[] Configured { get; set; } = [];

    /// <summary>The best completed trial that is no more expensive on any cost; null where there is none.</summary>
    public FrontTrial? Opponent { get; set; }

    /// <summary>Whether it goes to the end whatever its rungs say.</summary>
    public bool IsOpening { get; init; }

    /// <summary>Of the newest report.</summary>
    public int Epoch => _logErrors.Count;

    public double SecondsPerEpoch => Epoch == 0 ? 0 : _seconds / Epoch;

    /// <summary>Of the epoch that is kept so far.</summary>
    public double LogError => _logErrors[^1];

    public bool IsCompleted { get; set; }

    /// <summary>The rung it is parked at; null while it is not parked.</summary>
    public FrontRung? ParkedAt { get; set; }

    /// <summary>What it is like at the rung it is parked at.</summary>
    public Features Parked { get; set; }

    /// <summary>What was made of it at each rung, in order.</summary>
    public List<RungPrediction> Predictions { get; } = [];

    /// <summary>Of the epoch that was kept by then.</summary>
    public double LogErrorAt(int epoch) => _logErrors[epoch - 1];

    /// <summary>Whether the epoch that was kept by then is that of a network that guesses.</summary>
    public bool IsGuessingAt(int epoch) => _guesses[epoch - 1];

    /// <summary>
    /// Whether it has to stand against the other from now on: it is no more expensive, and better than what opposed the other.
    /// </summary>
    public bool Opposes(FrontTrial other) => other.Costs is not null && !(LogError >= other.Opponent?.LogError)
        && ComparedCosts.IsNoDearer(Costs!, other.Costs);

    /// <summary>Of the epoch that is kept if the trial ends with this report, which was not taken yet.</summary>
    public double LogErrorWith(Report report, double accuracy) =>
        IsKept(report) ? LogErrors.Compute(accuracy) : _logErrors[report.Epoch - 2];

    public bool IsGuessingWith(Report report, GuessingLine line) => IsKept(report) ? line.IsGuessed(report) : _guesses[report.Epoch - 2];

    public void Take(Report report, double accuracy, GuessingLine line)
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
