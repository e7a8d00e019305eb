using System.Collections.Immutable;
using Paretune.Tuning.Rates;

namespace Paretune.Client.Models;

/// <summary>The result of a range test, for people and programs.</summary>
/// <param name="Suggestion">The suggested rate; null if the loss never fell.</param>
/// <param name="Default">The rate of a search that sets none.</param>
public sealed record RateFinding(
    string Network, string Dataset, int BatchSize, double? Suggestion, double Default, bool HasDiverged, ImmutableArray<RateStep> Steps)
{
    public const string Rule = "the middle of the longest fall of the smoothed loss (fastai's valley)";

    /// <summary>Creates the result from a test.</summary>
    public static RateFinding From(string network, string dataset, int batchSize, double standard, RateTest test) => new(
        network, dataset, batchSize, test.Suggestion, standard, test.HasDiverged,
        [.. test.Points.Zip(test.Smoothed, (point, smoothed) => new RateStep(point.Step, point.Rate, point.Loss, smoothed))]);
}

/// <summary>One step of a range test.</summary>
/// <param name="Loss">The loss of the step's batch.</param>
/// <param name="Smoothed">The loss smoothed over this and earlier steps.</param>
public sealed record RateStep(int Step, double Rate, double Loss, double Smoothed);
