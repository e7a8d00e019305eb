using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Submission;

/// <summary>How fast a device of this cluster trained these networks, by a search that has completed.</summary>
/// <param name="MacsPerSecond">Multiply-accumulates of training, forward and backward.</param>
public sealed record MeasuredSpeed(double MacsPerSecond, SearchView From)
{
    // A backward pass costs about twice its forward pass.
    private const int Passes = 3;

    /// <summary>By the newest search that trained all of its space with the same networks; null where none did.</summary>
    /// <param name="known">Newest first.</param>
    /// <param name="datasetOf">Null for a dataset that is gone.</param>
    public static MeasuredSpeed? For(SearchSpec spec, IEnumerable<SearchView> known, Func<string, Dataset?> datasetOf)
    {
        foreach (var search in known.Where(search => IsLike(search, spec)))
            if (datasetOf(search.Spec.Dataset) is { } dataset
                && CandidateSpace.Count(search.Spec, NetworkEnds.From(dataset)).Costs is { } costs)
                return new(costs.MeanMacs * search.Counts.EpochsDone * ImagesOf(search.Spec, dataset) / search.DeviceSeconds, search);
        return null;
    }

    /// <summary>Images that an epoch passes through the network, each way counted: the MACs of one take so many.</summary>
    public static double ImagesOf(SearchSpec spec, Dataset dataset)
    {
        var (training, validation) = ValidationSplit.Compute(dataset, spec.TrainImages);
        return Passes * (double)training + validation;
    }

    // Where trials are stopped early, or failed, what was trained is not the mean of the space.
    private static bool IsLike(SearchView search, SearchSpec spec) =>
        search is { State: SearchState.Completed, DeviceSeconds: > 0, Counts.EpochsDone: > 0, SpaceExtensions.IsEmpty: true }
        && search.Counts.Completed == search.Counts.Total
        && search.Spec.Trainer is null && spec.Trainer is null && search.Spec.Budget is null && search.Spec.Precision == spec.Precision
        && StrategyCatalog.Find(search.Spec.Strategy.Kind) is { StopsEarly: false }
        && search.Spec.Networks.ToHashSet().SetEquals(spec.Networks);
}
