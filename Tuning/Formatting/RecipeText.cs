namespace Paretune.Tuning.Formatting;

/// <summary>Formats a recipe on one line: how trials are trained apart from learning rate and batch size.</summary>
public static class RecipeText
{
    private const string Varied = "varied";

    /// <summary>
    /// Returns for example "recipe: schedule cosine, warm-up 0.05, augmentation flip+crop"; empty for a search from before recipes.
    /// </summary>
    public static string Format(Configuration one) => one.Recipe is null ? ""
        : Line(HyperparameterColumn.RecipeOf(one).Select(column => $"{column.Title} {column.Text(one)}"));

    /// <summary>Returns the recipe of a search; a value that differs between trials is shown as "varied".</summary>
    public static string Format(SearchSpec spec) => Line(
        from column in HyperparameterColumn.Recipe
        let said = spec.Space.Parts.Select(part => part.Domains.GetValueOrDefault(column.Key)).OfType<Domain>().Select(Text).Distinct()
            .ToList()
        where said.Count > 0 && !IsOfNoUse(column.Key, said, spec)
        select $"{column.Title} {(said is [var only] ? only : Varied)}");

    private static string Text(Domain domain) => domain is { Range: null, Values: [var value] } ? Formatter.Value(value) : Varied;

    private static string Line(IEnumerable<string> parts) =>
        string.Join(", ", parts) is { Length: > 0 } said ? $"recipe: {said}" : "";

    // As in a trial's line, momentum is left out without sgd, and progressive if images never grow.
    private static bool IsOfNoUse(string key, List<string> said, SearchSpec spec) => key switch
    {
        HyperparameterNames.Momentum => !spec.Space.Parts.Any(part =>
            part.Domains.GetValueOrDefault(HyperparameterNames.Optimizer)?.Values.Contains(RecipeWords.Format(OptimizerKind.Sgd)) == true),
        HyperparameterNames.Progressive => said is ["0"],
        _ => false,
    };
}
