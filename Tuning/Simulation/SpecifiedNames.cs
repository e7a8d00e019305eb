using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Simulation;

/// <summary>Finds which networks and hyperparameters a search file names, and where.</summary>
internal sealed class SpecifiedNames
{
    private const string SpaceKey = "space", NetworkKey = "network";

    private readonly bool _isList, _hasBatchSize, _hasNetwork;
    private readonly ImmutableHashSet<string> _names;

    public SpecifiedNames(JsonElement file)
    {
        var root = Members(file).ToDictionary(one => one.Name, one => one.Value);
        var space = root.GetValueOrDefault(SpaceKey);
        _isList = space.ValueKind == JsonValueKind.Array;
        var parts = (_isList ? [.. space.EnumerateArray()] : new[] { space }).SelectMany(Members).ToList();
        _hasBatchSize = root.ContainsKey(HyperparameterNames.BatchSize);
        _hasNetwork = root.ContainsKey(NetworkKey);
        _names =
        [
            .. root.Keys.Where(name => name is NetworkKey or HyperparameterNames.BatchSize),
            .. parts.Select(one => one.Name).Where(name => name != HyperparameterNames.Declared),
            .. parts.Where(one => one.Name == HyperparameterNames.Declared).SelectMany(one => Members(one.Value)).Select(one => one.Name),
        ];
    }

    public bool HasNetwork => Has(NetworkKey);

    /// <summary>The path of the field that names networks.</summary>
    public string Network => _hasNetwork ? NetworkKey : SpaceKey;

    public bool Has(string name) => _names.Contains(name);

    /// <summary>Returns the path of a hyperparameter's field.</summary>
    /// <param name="part">Index of the part of the space, from 0.</param>
    public string Field(int part, string name)
    {
        if (name == HyperparameterNames.BatchSize && _hasBatchSize)
            return name;
        var space = _isList ? $"{SpaceKey}[{part}]" : SpaceKey;
        return SpaceReader.Keys.Contains(name) ? $"{space}.{name}" : $"{space}.{HyperparameterNames.Declared}.{name}";
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : Enumerable.Empty<JsonProperty>();
}
