using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Searches;

/// <summary>The settings of an older search's trial that differ in a new search, and how far they shift its result.</summary>
/// <param name="spec">Of the new search.</param>
/// <param name="dataset">Of the new search.</param>
/// <param name="older">Of the older search.</param>
/// <param name="olderDataset">Of the older search.</param>
internal sealed class EarlierSettings(SearchSpec spec, Dataset dataset, SearchSpec older, Dataset olderDataset)
{
    // Standard deviations of the logarithm of the error: for each doubling of epochs, images or pixels, and for each hyperparameter.
    // Chosen, not measured: what counts is that trials with the same settings count for more.
    private const double PerDoubling = 0.2, PerHyperparameter = 0.2;

    private readonly ILookup<string, Domain> _domains =
        spec.Space.Parts.SelectMany(part => part.All).ToLookup(one => one.Key, one => one.Value);

    /// <summary>Returns the names of the settings that differ, as written in a search file.</summary>
    public IEnumerable<string> Describe(TrialView trial) =>
        Sizes(trial).Where(one => one.Older != one.New).Select(one => one.Name).Concat(Fixed(trial));

    /// <summary>As <see cref="PriorTrial.Variance"/>.</summary>
    public double Variance(TrialView trial) =>
        Sizes(trial).Sum(one => Square(PerDoubling * Math.Log2(one.New / one.Older)))
        + Fixed(trial).Count() * Square(PerHyperparameter);

    private IEnumerable<(string Name, double Older, double New)> Sizes(TrialView trial) =>
    [
        ("epochs", Math.Max(1, trial.Epochs), spec.Epochs),
        ("trainImages", Images(older, olderDataset), Images(spec, dataset)),
        ("baseResolution", older.BaseResolution, spec.BaseResolution),
    ];

    // Custom trainers may bring their own images, whose number is not known.
    private static double Images(SearchSpec spec, Dataset dataset) => Math.Max(1, spec.TrainImages ?? dataset.TrainImages);

    /// <summary>Hyperparameters that the new search does not vary, with another value, and those that it does not have.</summary>
    private IEnumerable<string> Fixed(TrialView trial) => _domains
        .Where(one => HyperparameterAxis.From(one.Key, [.. one]) is null && !one.First().Values.Contains(trial.Configuration[one.Key]))
        .Select(one => one.Key)
        .Concat((trial.Configuration.Hyperparameters?.Keys ?? []).Where(name => !_domains.Contains(name)));

    private static double Square(double value) => value * value;
}
