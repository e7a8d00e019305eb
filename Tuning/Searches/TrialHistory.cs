using System.Collections.Immutable;

namespace Paretune.Tuning.Searches;

/// <summary>What the entries of one trial say about how it went.</summary>
public sealed record TrialHistory(ImmutableArray<Report> Curve, ImmutableArray<AttemptView> Attempts)
{
    /// <summary>Reads the entries of one trial, in order.</summary>
    public static TrialHistory Of(IEnumerable<LedgerEntry> entries)
    {
        var curve = new List<Report>();
        var attempts = new List<AttemptView>();
        foreach (var entry in entries)
        {
            if (entry is EpochReported reported)
                Add(curve, reported.Report);
            else if (entry is AttemptStarted started)
                attempts.Add(new(started.Attempt, started.Kind, started.Worker, started.At, null, null, ""));
            else if (entry is AttemptEnded ended)
                attempts[^1] = attempts[^1] with { EndedAt = ended.At, Outcome = ended.Outcome, Reason = ended.Reason };
        }

        return new([.. curve], [.. attempts]);
    }

    /// <summary>An epoch that was trained again takes the place of the old one and of all that came after it.</summary>
    private static void Add(List<Report> curve, Report report)
    {
        if (report.Epoch <= curve.Count)
            curve.RemoveRange(report.Epoch - 1, curve.Count - report.Epoch + 1);
        curve.Add(report);
    }
}
