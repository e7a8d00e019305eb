namespace Paretune.Training.Trainers;

/// <summary>Thrown if a model exceeds its search's limits, so that it is not trained.</summary>
public sealed class OverLimitsException(string message) : Exception(message);
