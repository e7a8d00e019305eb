namespace Paretune.Tuning.Rates;

/// <summary>One step of a range test.</summary>
/// <param name="Step">The step's number, from 1.</param>
/// <param name="Rate">The learning rate of the step.</param>
/// <param name="Loss">The mean loss of the step's batch before the step.</param>
public sealed record RatePoint(int Step, double Rate, double Loss);
