namespace Paretune;

/// <summary>Says of one attempt that its worker lives, so that its lease lasts on.</summary>
/// <param name="Step">The newest step of the attempt.</param>
/// <param name="Silence">How long ago the worker sent it; the lease counts from then.</param>
[GenerateSerializer, Immutable, Alias("Paretune.LeaseRenewal")]
public sealed record LeaseRenewal([property: Id(0)] StepProgress Step, [property: Id(1)] TimeSpan Silence);

/// <summary>A decision that an attempt learns with its next step.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptDecision")]
public sealed record AttemptDecision([property: Id(0)] int Trial, [property: Id(1)] int Attempt, [property: Id(2)] Decision Decision);
