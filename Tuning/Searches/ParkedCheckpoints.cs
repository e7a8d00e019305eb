using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Searches;

/// <summary>The estimated bytes of the checkpoints of parked trials, and their limit.</summary>
/// <param name="most">Null for no limit.</param>
internal sealed class ParkedCheckpoints(long? most)
{
    // In single precision: the weights, the best weights so far, and two moments of the optimizer.
    private const int BytesPerParameter = 16;

    // The newest, and the one before it in case the newest is damaged.
    private const int Kept = 2;

    public long Bytes { get; private set; }

    public bool IsOver => Bytes > most;

    /// <summary>Adds the checkpoints of a newly parked trial.</summary>
    public void Add(TrialRecord trial)
    {
        trial.ParkedBytes = trial.Cost.Parameters * BytesPerParameter * Math.Min(Kept, trial.Curve.Count);
        Bytes += trial.ParkedBytes;
    }

    /// <summary>Removes a trial that is no longer parked; does nothing if it was not parked.</summary>
    public void Remove(TrialRecord trial)
    {
        Bytes -= trial.ParkedBytes;
        trial.ParkedBytes = 0;
    }

    /// <summary>Says why a parked trial is stopped.</summary>
    public string Reason(TrialRecord trial) =>
        $"stopped after {trial.Curve.Count} {(trial.Curve.Count == 1 ? "epoch" : "epochs")}: checkpoints of parked trials would exceed "
        + $"Paretune:ParkedBytes ({Text(Bytes)} of {Text(most!.Value)}), and this trial was the least likely to continue; it was "
        + trial.Reason;

    private static string Text(long bytes) => $"{MetricTable.Default["bytes"].Format.InSentence(bytes)}B";
}
