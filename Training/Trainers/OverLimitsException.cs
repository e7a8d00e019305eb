namespace Paretune.Training.Trainers;

/// <summary>A model is larger than its search allows, so it is not trained.</summary>
public sealed class OverLimitsException(string message) : Exception(message);
