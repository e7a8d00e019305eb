using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>Reads one configuration as a space is written, with a value in place of each list or range.</summary>
/// <param name="declaration">The declaration of the search's custom trainer; null if it has none, or if external programs train.</param>
internal sealed class AddedTrialReader(SearchSpec search, TrainerDeclaration? declaration)
{
    private const string Network = "network";

    // The tolerance between a value and a step: the error of a client that adds steps in binary.
    private const double Rounding = 1e-9;

    private static HyperparameterValue? NoValue => null;

    private static readonly ImmutableArray<string> Keys = [Network, .. SpaceReader.Keys];

    /// <summary>Null if it has errors.</summary>
    /// <param name="path">Its path in the request.</param>
    public GivenTrial? Read(JsonElement json, string path, List<ValidationError> errors)
    {
        // Each part of the space separately: one of them must contain the whole configuration.
        var readings = Parts(NetworkOf(json, path, errors)).Select(part => Read(json, path, part.Network, part.Part)).ToList();
        if (readings.FirstOrDefault(reading => reading.Errors.Count == 0).Trial is { } trial)
            return trial;
        errors.AddRange(readings.Count == 0 ? [] : readings.MinBy(reading => reading.Errors.Count).Errors);
        return null;
    }

    private string? NetworkOf(JsonElement json, string path, List<ValidationError> errors)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(Network, out var named))
        {
            if (search.Networks is [var only])
                return only;
            errors.Add(new($"{path}.{Network}", $"must name one of {string.Join(", ", search.Networks)}, but is missing; add it"));
            return null;
        }

        var field = new Field(named, $"{path}.{Network}", errors);
        var network = field.Text();
        if (network is null || search.Networks.Contains(network))
            return network;
        field.AddError(Spelling.Unknown(Network, network, search.Networks));
        return null;
    }

    private IEnumerable<(string Network, Subspace Part)> Parts(string? network) => network is null ? []
        : search.Space.Parts.Where(part => part.Networks.IsEmpty || part.Networks.Contains(network)).Select(part => (network, part));

    private (GivenTrial? Trial, List<ValidationError> Errors) Read(JsonElement json, string path, string network, Subspace part)
    {
        var errors = new List<ValidationError>();
        var root = new Field(json, path, errors).Object(search.Trainer is null ? Keys : [.. Keys, HyperparameterNames.Declared]);
        var own = part.Declared is { } declared ? root[HyperparameterNames.Declared].Object([.. declared.Keys]) : null;
        if (json.ValueKind != JsonValueKind.Object)
            return (null, errors);
        foreach (var name in SpaceReader.Keys.Where(name => root[name].IsGiven && !part.Domains.ContainsKey(name)))
            root[name].AddError($"is not in the search's space; remove it, or submit another search with {name} in its space");
        var values = new Dictionary<string, HyperparameterValue>();
        foreach (var (name, domain) in part.All)
        {
            var isOwn = part.Declared?.ContainsKey(name) == true;
            if (Value(isOwn ? own![name] : root[name], name, domain) is { } value)
                values[name] = value;
        }

        if (errors.Count > 0)
            return (null, errors);
        ImmutableArray<string> recipe = [.. HyperparameterNames.Recipe.Where(part.Domains.ContainsKey)];
        return (new(network, Configuration.Create(values, search.Trainer is not null, recipe)), errors);
    }

    private HyperparameterValue? Value(Field field, string name, Domain domain)
    {
        if (!field.IsGiven && domain.Values is [var only])
            return only;
        if (!field.IsGiven)
        {
            field.AddError($"must be {Rule(domain)}, but is missing; add it");
            return null;
        }

        var value = field.IsText ? field.Text() is { } word ? word : NoValue
            : field.Number(_ => true, Rule(domain)) is { } number ? number : NoValue;
        if (value is null)
            return null;
        if (Held(value.Value, name, domain) is { } held)
            return held;
        field.AddError(
            $"must be {Rule(domain)}, which the search's space allows, but is {field.Got}; change it, or submit another search with a "
            + "larger space");
        return null;
    }

    /// <summary>The equal value of the domain; null if there is none.</summary>
    private HyperparameterValue? Held(HyperparameterValue value, string name, Domain domain)
    {
        var kind = (declaration?.Hyperparameters.FirstOrDefault(one => one.Name == name) ?? Hyperparameters.Find(name))?.Kind;
        if (kind == HyperparameterKind.Whole && value.Number != Math.Truncate(value.Number))
            return null;
        if (domain.Range is null)
            return domain.Values.Contains(value) ? value : NoValue;
        if (value.Word is not null)
            return null;
        if (new Axis(name, domain).Values is { } steps)
            return steps.Where(step => Math.Abs(step.Number - value.Number) <= Rounding * Math.Abs(step.Number))
                .Select(step => (HyperparameterValue?)step).FirstOrDefault();
        return value.Number >= domain.Range.From && value.Number <= domain.Range.To ? value : NoValue;
    }

    private static string Rule(Domain domain) => domain.Range is not { } range
        ? domain.Values is [var only] ? $"{only}" : $"one of {string.Join(", ", domain.Values)}"
        : FormattableString.Invariant($"from {range.From} to {range.To}") + range switch
        {
            { Steps: { } steps } => FormattableString.Invariant(
                $", one of {steps} values that are evenly spaced on a {Scale(range)} scale"),
            { Step: { } step } => FormattableString.Invariant($", in steps of {step}"),
            { Scale: RangeScale.Log2 } => FormattableString.Invariant($", {range.From} times a power of 2"),
            _ => "",
        };

    private static string Scale(ValueRange range) => range.Scale == RangeScale.Linear ? "linear" : "log";
}
