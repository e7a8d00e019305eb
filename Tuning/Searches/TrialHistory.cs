using System.Collections.Immutable;

namespace Paretune.Tuning.Searches;

/// <summary>What the entries of one trial say about how it went.</summary>
public sealed record TrialHistory(ImmutableArray<Report> Curve, ImmutableArray<AttemptView> Attempts)
{
    /// <summary>Reads the entries of one trial, in order.</summary>
    public static TrialHistory Of(IEnumerable<LedgerEntry> entries)
    {
        var curve = new EpochList<Report>();
        var attempts = new AttemptLog();
        foreach (var entry in entries)
        {
            if (entry is EpochReported { Report: var report })
                curve.Put(report.Epoch, report);
            attempts.Apply(entry);
        }

        return new([.. curve], [.. attempts.Spans.Select(span => span.Attempt)]);
    }
}
