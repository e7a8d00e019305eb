using System.Collections.Frozen;
using System.Collections.Immutable;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Submission;

/// <summary>A preset for a new search, as texts of fields. It leaves the name and what is trained unchanged.</summary>
internal sealed record SearchPreset(string Name, string Help, FrozenDictionary<string, string> Texts)
{
    public static ImmutableArray<SearchPreset> All { get; } =
    [
        new("Quick look", "Four small networks for three epochs, to check that the dataset works.", new Dictionary<string, string>
        {
            ["space.dilation"] = "1, 2",
            ["space.width"] = "0.5, 0.25",
            ["epochs"] = "3",
        }.ToFrozenDictionary()),
        new("The paper's grid", "δ 1 to 4, α 1 and 0.75, ρ 1 and 0.857, trained as in the paper.", new Dictionary<string, string>
        {
            ["network"] = "dilated-separable",
            ["space.dilation"] = "1-4",
            ["space.width"] = "1, 0.75",
            ["space.resolution"] = "1, 0.857",
            // The paper gives a rate but no schedule and no augmentation.
            ["space.learningRate"] = "0.001",
            ["space.schedule"] = "constant",
            ["space.augmentation"] = "none",
            ["space.optimizer"] = "adam",
            ["baseResolution"] = "224",
            ["space.batchSize"] = "128",
            ["epochs"] = "12",
        }.ToFrozenDictionary()),
        new("Learning-rate sweep", "One network at seven learning rates from 0.0001 to 0.1.", new Dictionary<string, string>
        {
            ["space.width"] = "0.5",
            ["space.learningRate"] = "1e-4..0.1 log steps 7",
            ["epochs"] = "5",
        }.ToFrozenDictionary()),
    ];

    /// <summary>Replaces the form's space and training settings by the preset's.</summary>
    public void Fill(SearchForm form)
    {
        foreach (var flag in SearchFlag.All.Where(flag => flag.Group is FlagGroup.Space or FlagGroup.How or FlagGroup.Budget
            || flag.Path == "network"))
            form[flag.Path] = "";
        foreach (var (path, text) in Texts)
            form[path] = text;
    }
}
