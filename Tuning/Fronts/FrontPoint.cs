namespace Paretune.Tuning.Fronts;

/// <summary>A trial as the front sees it.</summary>
/// <param name="Latency">Milliseconds, measured; null where that is no objective.</param>
public sealed record FrontPoint(int Trial, double Accuracy, Cost Cost, double? Latency = null);
