using System.Collections.Immutable;

namespace Paretune.Tuning.Searches;

/// <summary>The result of a completed trial, from its entries, for another trial that is equal to it.</summary>
/// <param name="From">The trial that trained it.</param>
/// <param name="Holder">The trial whose files contain the model.</param>
/// <param name="Attempt">The attempt whose folder contains them.</param>
public sealed record RecordedResult(
    TrialId From, TrialId Holder, int Attempt, ImmutableArray<Report> Curve, TestResult? Test)
{
    /// <summary>Null if the trial no longer has such a result, because it was trained further or is not complete.</summary>
    /// <param name="entries">All of the trial.</param>
    public static RecordedResult? Find(TrialId trial, string key, IEnumerable<LedgerEntry> entries)
    {
        var (curve, from) = (new EpochList<Report>(), trial);
        AttemptEnded? end = null;
        TestResult? test = null;
        foreach (var entry in entries.SelectMany(entry => entry is TrialReused reused ? reused.AsTrained().Prepend(entry) : [entry]))
            switch (entry)
            {
                case TrialReused reused: from = reused.From; break;
                // Of a replicate, which came after.
                case EpochReported when end is not null: break;
                case EpochReported { Report: var report }: curve.Put(report.Epoch, report); break;
                case AttemptEnded ended when ended.Result == key: end = ended; break;
                case TrialTested tested: test = tested.Result; break;
                case TrialExtended: return null;
            }

        return end is null || curve.Count == 0 ? null : new(from, trial, end.Attempt, [.. curve], test);
    }

    /// <summary>The entry that gives the result to another trial.</summary>
    public TrialReused For(SearchId search, WantedResult wanted)
    {
        var trial = new TrialId(search, wanted.Trial);
        return new(
            wanted.Trial, wanted.Attempt, From, wanted.Key,
            [.. Curve.Select(report => report with { Trial = trial, Attempt = wanted.Attempt })],
            Test is null ? null : Test with { Trial = trial, Attempt = wanted.Attempt });
    }
}
