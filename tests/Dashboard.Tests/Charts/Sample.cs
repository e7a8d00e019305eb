using Paretune.Dashboard.Charts;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Spaces;

namespace Paretune.Dashboard.Tests.Charts;

/// <summary>Invented searches and trials.</summary>
internal static class Sample
{
    public static SearchSpec Spec { get; } = new()
    {
        Name = "sample",
        Dataset = "cifar10",
        Networks = ["dilated-separable"],
        Space = Hyperparameters.DefaultSpace.With("dilation", 1, 2, 3).With("width", 1, 0.5),
        BaseResolution = 32,
        Objectives = ["accuracy", "parameters", "macs"],
        Limits = new(),
        Strategy = new("grid"),
        Epochs = 3,
        Seed = 1,
        MaxAttempts = 3,
        Optimum = "knee",
    };

    public static SearchView Search(int trials) =>
        new() { Id = new("abcd2345"), Name = "sample", State = SearchState.Running, Counts = new() { Total = trials }, Spec = Spec };

    public static TrialView Trial(int number, int dilation = 1, double width = 1) => new()
    {
        Number = number,
        Configuration = new(dilation, width, 1, 0.001, 0, 128),
        State = TrialState.Completed,
        Attempt = 1,
        Epochs = 3,
        Parameters = 10,
        Macs = 1000,
        Bytes = 40,
        OnFront = false,
    };

    /// <summary>Creates parallel coordinates with their default axes.</summary>
    public static Chart Parallel(SearchSpec spec, IReadOnlyList<TrialView> trials, string where = "")
    {
        var described = TrialDescription.From(trials);
        var facts = TrialProperties.Create(spec, trials, described);
        return ParallelChart.Create(
            trials, [.. ParallelAxis.For(spec, trials, facts, new HashSet<string>())], TrialFilter.Parse(where, facts), TrialSelection.None,
            described);
    }
}
