using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Reads the networks and the space of a search: one space for all its networks, or a list of spaces, each with its own networks.
/// </summary>
/// <param name="resolution">Pixels at ρ = 1; null if not known.</param>
/// <param name="dataset">The dataset to train on; null if not known.</param>
internal sealed class SpacesReader(int? resolution, Dataset? dataset, NamedTrainer? trainer)
{
    private static readonly ImmutableArray<string> Keys = [.. SpaceReader.Keys, HyperparameterNames.Declared];

    public (ImmutableArray<string> Networks, Space Space) Read(Fields root)
    {
        var (network, space, batchSize, preset) = (root["network"], root["space"], root["batchSize"], Preset(root[RecipePresets.Key]));
        if (space.IsList && space.Elements() is { Count: > 0 } parts)
            return Several(network, parts, batchSize, preset);
        var networks = trainer is null ? ChoiceReader.Networks(network) : [trainer.Name];
        return (networks, new(ReaderOf(networks, root).Read(space.IsList ? space.None : space.Object(Keys), batchSize)));

        SpaceReader ReaderOf(ImmutableArray<string> networks, Fields root)
        {
            var reader = new SpaceReader(networks, resolution, dataset, trainer, preset);
            reader.Check(root["dataset"]);
            return reader;
        }
    }

    private (ImmutableArray<string> Networks, Space Space) Several(
        Field network, IReadOnlyList<Field> parts, Field batchSize, string preset)
    {
        if (trainer is not null)
            parts[0].AddError(
                $"must be one space if a trainer is named, but there are {parts.Count}; give trainer {trainer.Name} one of them");
        var spaces = ImmutableArray.CreateBuilder<Subspace>();
        foreach (var field in parts)
        {
            var part = field.Object(["network", .. Keys]);
            var networks = trainer is null ? ChoiceReader.Networks(part["network"]) : [trainer.Name];
            spaces.Add(
                new SpaceReader(networks, resolution, dataset, trainer, preset).Read(part, batchSize) with { Networks = networks });
        }

        ImmutableArray<string> all = [.. spaces.SelectMany(part => part.Networks).Distinct()];

        // A spec written by the server has both keys, and they agree. In a hand-written file, one of the two would soon be out of date.
        if (network.IsGiven && !ChoiceReader.Networks(network).SequenceEqual(all))
            network.AddError(
                $"must be left out if space is a list, because each of its parts names its own: {string.Join(", ", all)}; remove it");
        return (all, new(spaces.ToImmutable()));
    }

    private string Preset(Field field)
    {
        if (trainer is not null && field.IsGiven)
            field.AddError($"applies to networks, but trainer {trainer.Name} defines its own; remove it");
        if (field.Text() is not { } name)
            return RecipePresets.Names[0];
        if (RecipePresets.Names.Contains(name))
            return name;
        field.AddError(Spelling.Unknown("recipe", name, RecipePresets.Names));
        return RecipePresets.Names[0];
    }
}
