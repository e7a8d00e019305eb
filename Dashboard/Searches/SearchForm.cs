using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Searches;

/// <summary>The console's flags as form fields, each with its text; empty for the default.</summary>
internal sealed class SearchForm
{
    /// <summary>Paths of fields that apply only to Paretune's networks.</summary>
    public static ImmutableArray<string> OfNetworks { get; } = [
        .. SearchFlag.OfModel.Select(flag => flag.Path),
        .. MetricTable.Default.Limits.Where(metric => metric.IsOfNetworks).Select(MetricFlags.PathOf)];

    // Paths of fields whose defaults come from the recipe.
    private static readonly ImmutableArray<string> OfRecipe =
    [
        .. Hyperparameters.OfTraining.Concat(RecipeHyperparameters.All).Select(one => $"space.{one.Name}"), "baseResolution",
    ];

    private readonly Dictionary<string, string> _texts = [];

    /// <summary>The hyperparameters that the named trainer declares.</summary>
    public ImmutableArray<SearchFlag> Own { get; private set; } = [];

    /// <summary>The texts of all fields that are not empty, by path.</summary>
    public ImmutableDictionary<string, string> Texts => _texts.Where(one => one.Value is not "").ToImmutableDictionary();

    public string this[string path]
    {
        get => _texts.GetValueOrDefault(path, "");
        set => _texts[path] = value;
    }

    /// <summary>Fills the fields from a search.</summary>
    public void Fill(SearchSpec spec)
    {
        Own = [.. OwnNames(spec).Select(name => SearchFlag.OfTrainer(name, ""))];
        foreach (var (path, text) in TextsOf(spec))
            _texts[path] = text;
        if (spec.Trainer is null)
            return;
        // The trainer's name replaces dataset and network; a trainer of images may still need their size.
        var isOfImages = spec.Dataset != spec.Trainer;
        foreach (var path in OfNetworks.Where(path => !(isOfImages && path == "baseResolution")))
            _texts.Remove(path);
        if (!isOfImages)
            _texts.Remove("dataset");
    }

    /// <summary>
    /// Removes the fields that equal a recipe's values and names the recipe, so that choosing another recipe has an effect.
    /// </summary>
    /// <param name="read">Reads a search file; returns null if it is invalid.</param>
    public void TakeRecipe(Func<JsonObject, SearchSpec?> read)
    {
        // The recipe that covers the most fields; of equal ones, the default recipe.
        var named = RecipePresets.Names.Select(recipe => (Recipe: recipe, Said: SaidBy(recipe, read)))
            .OrderByDescending(one => one.Said.Count).First();
        named.Said.ForEach(path => _texts.Remove(path));
        if (named.Said.Count > 0 && named.Recipe != RecipePresets.Names[0])
            _texts[RecipePresets.Key] = named.Recipe;
    }

    /// <summary>Returns the fields whose texts equal the recipe's values.</summary>
    private List<string> SaidBy(string recipe, Func<JsonObject, SearchSpec?> read)
    {
        var without = new SearchForm { Own = Own };
        foreach (var (path, text) in _texts.Where(one => !OfRecipe.Contains(one.Key)))
            without[path] = text;
        without[RecipePresets.Key] = recipe;
        return read(without.Json()) is { } spec && TextsOf(spec) is { } said
            ? [.. OfRecipe.Where(path => _texts.TryGetValue(path, out var text) && said.GetValueOrDefault(path) == text)] : [];
    }

    /// <summary>Adds fields for what the named trainer declares; removes them if none is named.</summary>
    public void Take(TrainerDeclaration? trainer)
    {
        Own = [
            .. (trainer?.Hyperparameters ?? []).Select(
                one => SearchFlag.OfTrainer(one.Name, $"Hyperparameter of the trainer: {Formatter.Range(one)}.", one.Kind))];
    }

    /// <summary>The search file that the fields produce. Invalid values are kept as typed, so that the reader reports them.</summary>
    public JsonObject Json()
    {
        var root = new JsonObject();
        foreach (var field in SearchFlag.All.AddRange(Own))
        {
            if (this[field.Path].Trim() is not { Length: > 0 } text)
                continue;
            field.Put(root, text);
        }

        return root;
    }

    /// <summary>Returns the texts of the fields that a search sets, by path.</summary>
    public static ImmutableDictionary<string, string> TextsOf(SearchSpec spec)
    {
        JsonNode json = SearchFile.Node(Folded(spec) ?? spec);
        if (Folded(spec) is not null)
            json["space"]!.AsObject().Remove(HyperparameterNames.LearningRate);
        return SearchFlag.All.AddRange(OwnNames(spec).Select(name => SearchFlag.OfTrainer(name, "")))
            .Select(field => (
                field.Path, Value: field.Path.Split('.').Aggregate((JsonNode?)json, (node, key) => (node as JsonObject)?[key])))
            .Select(one => (one.Path, Text: SearchFlag.TextOf(one.Value)))
            .Where(one => one.Text is not null)
            .ToImmutableDictionary(one => one.Path, one => one.Text!);
    }

    /// <summary>Returns a search's space as editable text; measured learning rates are left out again.</summary>
    public static string SpaceText(SearchSpec spec)
    {
        var json = SearchFile.Node(Folded(spec) ?? spec);
        if (Folded(spec) is not null)
            json["space"]!.AsObject().Remove(HyperparameterNames.LearningRate);
        var parts = new JsonObject { ["network"] = json["network"]!.DeepClone(), ["space"] = json["space"]!.DeepClone() };
        return SearchFile.Text(parts);
    }

    /// <summary>
    /// Returns whether the form can represent the search. It has no fields for several spaces, for the hyperparameters and metrics of an
    /// external trainer, which no declaration lists, and for limits on metrics of a trainer.
    /// </summary>
    public static bool CanShow(SearchSpec spec) =>
        (spec.Space.Parts.Length == 1 || Folded(spec) is not null) && !spec.IsExternal
        && spec.Limits.Set.Keys.All(limit => SearchFlag.All.Any(flag => flag.Path == $"limits.{limit}"));

    /// <summary>
    /// Returns the search before measured rates split its space into several; null if a user wrote several spaces, or there is only one.
    /// </summary>
    private static SearchSpec? Folded(SearchSpec spec) => DefaultRates.Folded(spec) is { } whole ? spec with { Space = new(whole) } : null;

    private static IEnumerable<string> OwnNames(SearchSpec spec) => spec.Space.First.Declared?.Keys ?? [];

    /// <summary>Returns the fields as an editable file.</summary>
    public string Text() => SearchFile.Text(Json());
}
