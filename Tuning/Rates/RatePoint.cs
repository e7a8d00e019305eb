namespace Paretune.Tuning.Rates;

/// <summary>One step of a range test.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Rate">The learning rate of the step.</param>
/// <param name="Loss">Mean loss of its batch, before the step was taken.</param>
public sealed record RatePoint(int Step, double Rate, double Loss);
