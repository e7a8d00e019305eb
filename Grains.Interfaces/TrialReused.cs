using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// A trial completed without training, because an equal trial was trained before. The result is copied into this entry and the model into
/// this trial's files, so that both remain when the other search is deleted.
/// </summary>
/// <param name="Attempt">The attempt whose folder has the copied model.</param>
/// <param name="From">The trial that was trained.</param>
/// <param name="Result">As <see cref="AttemptEnded.Result"/>.</param>
/// <param name="Curve">The copied reports, attributed to this attempt.</param>
/// <param name="Test">The copied test result; null if the other trial was never tested.</param>
[GenerateSerializer, Immutable, Alias("Paretune.TrialReused")]
public sealed record TrialReused(
    [property: Id(0)] int Trial, [property: Id(1)] int Attempt, [property: Id(2)] TrialId From, [property: Id(3)] string Result,
    [property: Id(4)] ImmutableArray<Report> Curve, [property: Id(5)] TestResult? Test) : LedgerEntry
{
    // No worker trained the trial.
    private static readonly WorkerId Nobody = new("", "", "");

    /// <summary>Returns the entries that training would have written, for code that follows trials by those.</summary>
    public IEnumerable<LedgerEntry> AsTrained()
    {
        yield return Placed(new AttemptStarted(Trial, Attempt, LeaseKind.Train, Nobody, MicroBatchDivisor: 1));
        for (var at = 0; at < Curve.Length; at++)
            yield return Placed(new EpochReported(Curve[at], at == Curve.Length - 1 ? Decision.Stop("completed") : Decision.Continue));
        yield return Placed(new AttemptEnded(Trial, Attempt, AttemptOutcome.Completed, TrialState.Completed, "") { Result = Result });
        if (Test is not null)
            yield return Placed(new TrialTested(Test));
    }

    private LedgerEntry Placed(LedgerEntry entry) => entry with { Sequence = Sequence, At = At };
}
