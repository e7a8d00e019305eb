using System.Collections.Immutable;

namespace Paretune.Client.Reproduction;

/// <summary>One table or figure of the paper, and the search files that reproduce it.</summary>
/// <param name="Dataset">The dataset that the paper used.</param>
/// <param name="Files">Names of files under <c>reproduce/</c>; empty if counting is enough.</param>
internal sealed record Experiment(string Name, string Title, string Dataset, ImmutableArray<string> Files)
{
    public const string Everything = "all";
    private const string Cifar = "cifar10", Tiny = "tiny-imagenet";

    public static ImmutableArray<Experiment> All { get; } =
    [
        new("table1", "Table 1: the network, layer by layer", Cifar, []),
        new("table3", "Table 3: systems on CIFAR-10", Cifar, ["table3"]),
        new("table4", "Table 4: the dilation rate on CIFAR-10", Cifar, ["table4"]),
        new("fig6", "Fig. 6: loss against epoch on CIFAR-10", Cifar, ["fig6"]),
        // Table 4 is this figure's line at α = 1 and ρ = 1.
        new("fig7", "Fig. 7: accuracy against the dilation rate on CIFAR-10", Cifar, ["table4", "fig7-coarse", "fig7-narrow"]),
        new("table5", "Table 5: systems on Tiny ImageNet", Tiny, ["table5"]),
        new("table6", "Table 6: the dilation rate on Tiny ImageNet", Tiny, ["table6"]),
    ];

    public static string[] Names { get; } = [.. All.Select(experiment => experiment.Name), Everything];

    public static ImmutableArray<Experiment> Named(string name) =>
        name == Everything ? All : [.. All.Where(experiment => experiment.Name == name)];
}
