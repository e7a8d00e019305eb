using System.Collections.Immutable;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Reproduction;

/// <summary>A completed search, with the curve of each trial.</summary>
internal sealed record MeasuredSearch(string File, int Seed, Dataset Dataset, SearchView View, ImmutableArray<TrialDetail> Trials)
{
    public TimeSpan Training => TimeSpan.FromSeconds(Trials.Sum(trial => trial.Curve.Sum(report => report.Seconds)));
}

/// <summary>One configuration of one network, with its trial of each seed.</summary>
internal sealed record MeasuredConfiguration(string Network, Configuration Configuration, ImmutableArray<TrialDetail> Seeds)
{
    public TrialView Any => Seeds[0].Trial;

    /// <summary>Validation accuracy at the best epoch (lowest validation loss). Trials that failed or diverged are left out.</summary>
    public SeedMean? Accuracy => SeedMean.From(Seeds.Select(seed => Ended(seed.Trial) ? seed.Trial.Accuracy : null));

    /// <summary>Validation accuracy at the last epoch.</summary>
    public SeedMean? LastAccuracy =>
        SeedMean.From(Seeds.Select(seed => Ended(seed.Trial) && seed.Curve is [.., var last] ? last.Accuracy : (double?)null));

    /// <summary>Top-5 accuracy at the best epoch.</summary>
    public SeedMean? TopFive => SeedMean.From(Seeds.Select(seed => Ended(seed.Trial) ? seed.Trial.TopFive : null));

    /// <summary>Test accuracy, of the seeds in which the trial is on the front.</summary>
    public SeedMean? TestAccuracy => SeedMean.From(Seeds.Select(seed => seed.Trial.TestAccuracy));

    public double? SecondsPerEpoch => SeedMean.From(Seeds.Select(seed => seed.Trial.SecondsPerEpoch))?.Mean;

    /// <summary>Why some seeds have no accuracy; empty if all have one.</summary>
    public string Failures =>
        string.Join(
            "; ",
            Seeds.Where(seed => !Ended(seed.Trial)).Select(seed => StateWords.Because(seed.Trial.State, seed.Trial.Reason)).Distinct());

    /// <summary>Returns the configurations of searches, in the order in which they were tried.</summary>
    public static ImmutableArray<MeasuredConfiguration> From(IEnumerable<MeasuredSearch> searches) =>
    [
        .. from trial in searches.SelectMany(search => search.Trials)
        group trial by (trial.Trial.Network, trial.Trial.Configuration) into seeds
        select new MeasuredConfiguration(seeds.Key.Network, seeds.Key.Configuration, [.. seeds]),
    ];

    private static bool Ended(TrialView trial) => trial.State is TrialState.Completed or TrialState.Stopped;
}
