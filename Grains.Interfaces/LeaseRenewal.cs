namespace Paretune;

/// <summary>Renews the lease of one attempt, because its worker is alive.</summary>
/// <param name="Step">The newest step of the attempt.</param>
/// <param name="Silence">Time since the worker sent the step; the lease is extended from that moment.</param>
[GenerateSerializer, Immutable, Alias("Paretune.LeaseRenewal")]
public sealed record LeaseRenewal([property: Id(0)] StepProgress Step, [property: Id(1)] TimeSpan Silence);

/// <summary>The decision on a running attempt, passed on with its next step.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptDecision")]
public sealed record AttemptDecision([property: Id(0)] int Trial, [property: Id(1)] int Attempt, [property: Id(2)] Decision Decision);
