using System.Collections.Immutable;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Reproduction;

/// <summary>A search that is over, with the curve of each trial.</summary>
internal sealed record MeasuredSearch(string File, int Seed, Dataset Dataset, SearchView View, ImmutableArray<TrialDetail> Trials)
{
    public TimeSpan Training => TimeSpan.FromSeconds(Trials.Sum(trial => trial.Curve.Sum(report => report.Seconds)));
}

/// <summary>One configuration of one network, with what each seed made of it.</summary>
internal sealed record MeasuredConfiguration(string Network, Configuration Configuration, ImmutableArray<TrialDetail> Seeds)
{
    public TrialView Any => Seeds[0].Trial;

    /// <summary>On the validation images, of the epoch with the least validation loss. A trial that did not end well has none.</summary>
    public SeedMean? Accuracy => SeedMean.From(Seeds.Select(seed => Ended(seed.Trial) ? seed.Trial.Accuracy : null));

    /// <summary>On the validation images, of the last epoch.</summary>
    public SeedMean? LastAccuracy =>
        SeedMean.From(Seeds.Select(seed => Ended(seed.Trial) && seed.Curve is [.., var last] ? last.Accuracy : (double?)null));

    /// <summary>Like <see cref="Accuracy"/>, but counts an image as right if its class is among the five likeliest.</summary>
    public SeedMean? TopFive => SeedMean.From(Seeds.Select(seed => Ended(seed.Trial) ? seed.Trial.TopFive : null));

    /// <summary>On the test images, of the seeds whose front had it.</summary>
    public SeedMean? TestAccuracy => SeedMean.From(Seeds.Select(seed => seed.Trial.TestAccuracy));

    public double? SecondsPerEpoch => SeedMean.From(Seeds.Select(seed => seed.Trial.SecondsPerEpoch))?.Mean;

    /// <summary>Why some seed has no accuracy; empty where all have.</summary>
    public string Failures =>
        string.Join(
            "; ",
            Seeds.Where(seed => !Ended(seed.Trial)).Select(seed => StateWords.Because(seed.Trial.State, seed.Trial.Reason)).Distinct());

    /// <summary>The searches' configurations, in the order in which they were tried.</summary>
    public static ImmutableArray<MeasuredConfiguration> From(IEnumerable<MeasuredSearch> searches) =>
    [
        .. from trial in searches.SelectMany(search => search.Trials)
        group trial by (trial.Trial.Network, trial.Trial.Configuration) into seeds
        select new MeasuredConfiguration(seeds.Key.Network, seeds.Key.Configuration, [.. seeds]),
    ];

    private static bool Ended(TrialView trial) => trial.State is TrialState.Completed or TrialState.Stopped;
}
