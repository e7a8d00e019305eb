using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Paretune.Tuning.Programs;

namespace Paretune.Dashboard.Programs;

/// <summary>A trial for a program outside the cluster: a lease in the terms of docs/protocol.md.</summary>
/// <param name="Configuration">All hyperparameters by name, including those of the search's own space.</param>
/// <param name="Epochs">The total number of epochs.</param>
/// <param name="Seed">Below 2³¹, so that it fits any language's generator. Equal for equal configurations of equal searches.</param>
/// <param name="Epoch">The last epoch that was reported; 0 before the first.</param>
/// <param name="LeaseSeconds">How long the lease lasts after each signal.</param>
internal sealed record TrialJob(
    SearchId Search, int Trial, int Attempt, ImmutableSortedDictionary<string, HyperparameterValue> Configuration, int Epochs, long Seed,
    int Epoch, double LeaseSeconds)
{
    /// <summary>The last report; null before the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportedEpoch? Report { get; init; }

    /// <summary>The newest checkpoint that training can continue from; null if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobCheckpoint? Checkpoint { get; init; }

    public static TrialJob From(Lease lease) => new(
        lease.Trial.Search, lease.Trial.Number, lease.Attempt, ProgramJob.ConfigurationOf(lease.Job.Configuration), lease.Job.Epochs,
        ProgramJob.SeedOf(lease.Job), lease.ReportedEpochs, lease.Duration.TotalSeconds);
}

/// <summary>A reported epoch as the ledger has it.</summary>
internal sealed record ReportedEpoch(int Epoch, double Accuracy, double Loss);

/// <summary>A checkpoint that a program uploaded.</summary>
internal sealed record JobCheckpoint(int Epoch, string Url)
{
    public static string UrlOf(TrialId trial, int attempt, int epoch) => string.Create(
        CultureInfo.InvariantCulture, $"/api/searches/{trial.Search}/trials/{trial.Number}/checkpoints/{epoch}?attempt={attempt}");
}

/// <summary>What a program must do next, with the reason unless it is simply to continue.</summary>
internal sealed record ProgramAnswer(ProgramDecision Decision, string Reason);

internal enum ProgramDecision
{
    /// <summary>Train the next epoch.</summary>
    Continue,

    /// <summary>Parked by the strategy: keep the checkpoint and ask for the next trial.</summary>
    Park,

    /// <summary>The search is paused: keep the checkpoint.</summary>
    Pause,

    /// <summary>The trial is over.</summary>
    Stop,

    /// <summary>Another attempt owns the trial: discard everything.</summary>
    LeaseLost,
}
