using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// A trial completed without training, because an equal one was trained before. Its result takes the place of the attempt. The result is
/// copied into this entry and the model into the files of this trial, so that both remain when the search that trained them is deleted.
/// </summary>
/// <param name="Attempt">Whose folder has the model.</param>
/// <param name="From">The trial that trained it.</param>
/// <param name="Result">As <see cref="AttemptEnded.Result"/>.</param>
/// <param name="Curve">Its reports, as if this attempt had given them.</param>
/// <param name="Test">Null where it was never tested.</param>
[GenerateSerializer, Immutable, Alias("Paretune.TrialReused")]
public sealed record TrialReused(
    [property: Id(0)] int Trial, [property: Id(1)] int Attempt, [property: Id(2)] TrialId From, [property: Id(3)] string Result,
    [property: Id(4)] ImmutableArray<Report> Curve, [property: Id(5)] TestResult? Test) : LedgerEntry
{
    // No worker trains it.
    private static readonly WorkerId Nobody = new("", "", "");

    /// <summary>The entries that training it would have written, for what follows trials by these.</summary>
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
