using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Submission;

/// <summary>How fast a device of this cluster trained the same networks, measured in a completed search.</summary>
/// <param name="MacsPerSecond">Multiply-accumulates of training per second, forward and backward.</param>
public sealed record MeasuredSpeed(double MacsPerSecond, SearchView From)
{
    // Forward and backward: a backward pass costs about two forward passes.
    private const int Passes = 3;

    /// <summary>
    /// Returns the speed in the newest search that trained its whole space with the same networks; null if there is none.
    /// </summary>
    /// <param name="known">Searches, newest first.</param>
    /// <param name="datasetOf">Returns a dataset; null if it was deleted.</param>
    public static MeasuredSpeed? For(SearchSpec spec, IEnumerable<SearchView> known, Func<string, Dataset?> datasetOf)
    {
        foreach (var search in known.Where(search => IsLike(search, spec)))
            if (datasetOf(search.Spec.Dataset) is { } dataset
                && CandidateSpace.Count(search.Spec, NetworkEnds.From(dataset)).Costs is { } costs)
                return new(costs.MeanMacs * search.Counts.EpochsDone * ImagesOf(search.Spec, dataset) / search.DeviceSeconds, search);
        return null;
    }

    /// <summary>Returns the equivalent number of images per epoch, so that this times the MACs of one image is the epoch's work.</summary>
    public static double ImagesOf(SearchSpec spec, Dataset dataset)
    {
        var (training, validation) = ValidationSplit.Compute(dataset, spec.TrainImages);
        return Passes * (double)training + validation;
    }

    // If trials were stopped early or failed, the trained work is not representative of the space.
    private static bool IsLike(SearchView search, SearchSpec spec) =>
        search is { State: SearchState.Completed, DeviceSeconds: > 0, Counts.EpochsDone: > 0, SpaceExtensions.IsEmpty: true }
        && search.Counts.Completed == search.Counts.Total
        && search.Spec.Trainer is null && spec.Trainer is null && search.Spec.Budget is null && search.Spec.Precision == spec.Precision
        && StrategyCatalog.Find(search.Spec.Strategy.Kind) is { StopsEarly: false }
        && search.Spec.Networks.ToHashSet().SetEquals(spec.Networks);
}
