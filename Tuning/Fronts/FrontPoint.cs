namespace Paretune.Tuning.Fronts;

/// <summary>A trial as the front sees it.</summary>
public sealed record FrontPoint(int Trial, double Accuracy, Cost Cost);
