using System.Collections.Immutable;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Specs;

/// <summary>Every key of the search file: those that have flags, and those that only a file can give.</summary>
public static class SearchKeys
{
    /// <summary>Stands for a name that the user chooses.</summary>
    private const string Name = "NAME";

    /// <summary>Keys at the top level or of the space that have no flag.</summary>
    private static readonly ImmutableArray<SearchKey> OfFilesAlone =
    [
        new("space", "an object, or a list of objects",
            "Hyperparameters and the values to try. In a list, each space has its own networks.")
        {
            Default = "one configuration, with the default of every hyperparameter",
        },
        new("space.network", $"one or several of {string.Join(", ", NetworkCatalog.Names)}", "Networks of one space of a list.")
        {
            Default = NetworkCatalog.Default, For = "searches whose space is a list",
        },
        new($"space.{HyperparameterNames.Declared}.{Name}", "numbers or strings",
            "Hyperparameter of a custom trainer: one that its trainer.yaml declares, or any with trainer: external.")
        {
            Default = "that of its trainer.yaml; none with trainer: external", For = "custom trainers",
        },
        new(HyperparameterNames.BatchSize, "a value, a list or a range, as in the space", "Short for space.batchSize."),
    ];

    /// <summary>Those at the top level and in objects of fixed names, in the order of forms.</summary>
    public static ImmutableArray<SearchKey> All { get; } =
    [
        .. SearchFlag.All.Select(flag => flag.Key),
        .. OfFilesAlone,
        .. RangeReader.Declared.Select(key => key with { Path = $"space.{Name}.{key.Path}" }),
        .. CustomMetricReader.Declarations.Select(key => key with { Path = $"metrics.{Name}.{key.Path}" }),
    ];
}
