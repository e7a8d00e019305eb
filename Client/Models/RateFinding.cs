using System.Collections.Immutable;
using Paretune.Tuning.Rates;

namespace Paretune.Client.Models;

/// <summary>What a range test found, for people and programs.</summary>
/// <param name="Suggestion">Null where the loss never fell.</param>
/// <param name="Default">The rate of a search that sets none.</param>
public sealed record RateFinding(
    string Network, string Dataset, int BatchSize, double? Suggestion, double Default, bool HasDiverged, ImmutableArray<RateStep> Steps)
{
    public const string Rule = "the middle of the longest fall of the smoothed loss (fastai's valley)";

    /// <summary>Reads the course of a test.</summary>
    public static RateFinding From(string network, string dataset, int batchSize, double standard, RateTest test) => new(
        network, dataset, batchSize, test.Suggestion, standard, test.HasDiverged,
        [.. test.Points.Zip(test.Smoothed, (point, smoothed) => new RateStep(point.Step, point.Rate, point.Loss, smoothed))]);
}

/// <param name="Loss">Of the step's batch.</param>
/// <param name="Smoothed">Over the steps before it too.</param>
public sealed record RateStep(int Step, double Rate, double Loss, double Smoothed);
