using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Reads the metrics that a search names itself, such as <c>f1: { goal: maximize, min: 0, max: 1 }</c>: those that its programs report
/// beside accuracy and loss.
/// </summary>
internal static class CustomMetricReader
{
    private const int LongestUnit = 12;

    private static readonly ImmutableArray<string> Goals = Names<MetricGoal>(), Whens = Names<MetricWhen>();

    /// <summary>The keys of a metric.</summary>
    public static ImmutableArray<SearchKey> Declarations { get; } =
    [
        Key("goal", $"{Spelling.OneOf(Goals)}", "Whether higher or lower values are better.", "required"),
        Key("min", Numbers, "Lowest possible value.", "no minimum"),
        Key("max", Numbers, "Highest possible value.", "no maximum"),
        Key("unit", $"text of 1 to {LongestUnit} characters, such as J", "Unit that is shown after the value.", "none"),
        Key("when", $"{Spelling.OneOf(Whens)}", WhenText, Whens[0]),
    ];

    private const string Numbers = "a number from -1e15 to 1e15";

    private const string WhenText =
        "Which report the value is taken from: best, that of the epoch with the lowest validation loss; end, that of the last epoch.";

    // Columns of the tables of trials and epochs that a hyperparameter may be named like, because it is not a column of the same table.
    private static readonly ImmutableHashSet<string> Columns =
    [
        .. ((IEnumerable<string>)[
            "trial", HyperparameterNames.Declared, "latencyPrecision", "spaceExtension", TrialColumn.Extensions.Key, TrialColumn.Tags.Key,
            TrialColumn.ReusedFrom.Key, .. TrialColumn.Estimates.Select(column => column.Key), .. HyperparameterNames.Recipe,
            .. EpochColumn.From(MetricTable.Default).Select(column => column.Key),
        ]).Except(TrainerReader.Taken),
    ];

    private static readonly ImmutableArray<string> Keys = [.. Declarations.Select(key => key.Path)];

    /// <summary>Null where there are none.</summary>
    public static ImmutableSortedDictionary<string, CustomMetric>? Read(Field field, NamedTrainer? trainer)
    {
        if (!field.IsGiven)
            return trainer?.Declaration?.Metrics;
        if (trainer?.IsExternal == true)
            return Declared(field);
        field.AddError(trainer?.Declaration?.Command is null
            ? $"applies only to searches with trainer: {TrainerDeclaration.External}, whose programs report them; remove it"
            : $"must be left out with trainer: {trainer.Name}, whose {TrainerReader.FileName} names its metrics; remove it");
        return null;
    }

    /// <summary>Null where there are none.</summary>
    public static ImmutableSortedDictionary<string, CustomMetric>? Declared(Field field)
    {
        var metrics = field.Members().ToImmutableSortedDictionary(
            member => member.Name, member => One(member.Name, member.Field), StringComparer.Ordinal);
        return metrics.IsEmpty ? null : metrics;
    }

    /// <summary>Returns whether a metric has the name of another column. Searches that already run may have such a metric.</summary>
    public static bool IsColumn(string name) => Columns.Contains(name);

    private static CustomMetric One(string name, Field field)
    {
        TrainerReader.CheckName(name, field);
        var rules = field.Object(Keys);
        var (min, max) = (Bound(rules["min"]), Bound(rules["max"]));
        if (max <= min)
            rules["max"].AddError(FormattableString.Invariant($"must be above min, which is {min}, but is {max}"));
        if (!rules["goal"].IsGiven)
            rules["goal"].AddError($"must be {Spelling.OneOf(Goals)}, but is missing");
        return new((MetricGoal)Place(rules["goal"], "goal", Goals), min, max, Unit(rules["unit"]))
        {
            When = (MetricWhen)Place(rules["when"], "when", Whens),
        };
    }

    private static SearchKey Key(string path, string values, string description, string standard) =>
        new(path, values, description) { Default = standard, For = $"trainer: {TrainerDeclaration.External}" };

    private static ImmutableArray<string> Names<T>() where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    /// <summary>The place of a word among the allowed ones; 0 if it is missing or not one of them.</summary>
    private static int Place(Field field, string what, ImmutableArray<string> names)
    {
        if (field.Text() is not { } name)
            return 0;
        var place = names.IndexOf(name);
        if (place < 0)
            field.AddError(Spelling.Unknown(what, name, names));
        return Math.Max(0, place);
    }

    private static double? Bound(Field field) =>
        field.Number(number => Math.Abs(number) <= TrainerReader.MostNumber, Numbers);

    private static string? Unit(Field field)
    {
        var unit = field.Text();
        if (unit is not null && (string.IsNullOrWhiteSpace(unit) || unit.Length > LongestUnit || unit.Any(char.IsControl)))
            field.AddError($"must have 1 to {LongestUnit} characters, such as J, but is {field.Got}");
        return unit;
    }
}
