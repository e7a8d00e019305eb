using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Reads the domain of one hyperparameter: a value, a list of values, or a range such as <c>{ from: 1e-4, to: 0.1, scale: log }</c>.
/// </summary>
internal static class RangeReader
{
    private const int MostSteps = 1000;

    // Beyond this, a step is lost in rounding when it is added.
    private const double MostStepped = 1e15;

    // Steps are added as decimals, which have 28 places.
    private const int Places = 28;

    // The error of a number that they hold, and of a step that adding it loses.
    private const double Rounding = 1e-14, LostStep = 1e-15;

    // Names in other tools.
    private const string Min = "min", Low = "low", Max = "max", High = "high", Log = "log";

    private const string WholeKey = "whole";

    private static readonly ImmutableArray<string> Scales = [.. Enum.GetNames<RangeScale>().Select(name => name.ToLowerInvariant())];

    /// <summary>The keys of a range.</summary>
    public static ImmutableArray<SearchKey> Declared { get; } =
    [
        new("from", "a number that the hyperparameter allows", "The smallest value.") { Default = "required" },
        new("to", "a number above from that the hyperparameter allows", "The largest value.") { Default = "required" },
        new("scale", $"one of {string.Join(", ", Scales)}",
            "The scale on which the values are evenly spread. On log2, each value is twice the one before.") { Default = Scales[0] },
        new("step", $"a number that makes at most {MostSteps} values", "Distance between two values.")
        {
            Default = "every number of the range", For = $"scale: {Scales[0]}",
        },
        new("steps", $"a whole number from 2 to {MostSteps}", "Number of values, both ends included.")
        {
            Default = "every number of the range", For = $"scale: {Scales[0]} or {Scales[1]}",
        },
        new(Min, "as from", "Another name of from."),
        new(Max, "as to", "Another name of to."),
        new(Low, "as from", "Another name of from."),
        new(High, "as to", "Another name of to."),
        new(Log, "true or false", $"true is short for scale: {Scales[1]}.") { Default = "false" },
        new(WholeKey, "as the hyperparameter is declared", "Whether only whole numbers are tried.") { Default = "as declared" },
    ];

    private static readonly ImmutableArray<string> Keys = [.. Declared.Select(key => key.Path)];

    /// <summary>Null if it was left out or is invalid.</summary>
    /// <param name="value">Reads one value, or an end of a range, and reports its errors.</param>
    public static Domain? Domain(Field field, Hyperparameter declaration, Func<Field, HyperparameterValue?> value)
    {
        if (!field.IsObject)
            return field.List(value) is { } values ? new() { Values = values } : null;
        if (declaration.Kind != HyperparameterKind.Choice)
            return Range(field.Object(Keys), declaration, value) is { } range ? new() { Range = range } : null;
        field.AddError($"must be a list, because {declaration.Name} is a choice of words, but is {field.Got}");
        return null;
    }

    private static ValueRange? Range(Fields fields, Hyperparameter declaration, Func<Field, HyperparameterValue?> value)
    {
        var isWhole = IsWhole(fields[WholeKey], declaration);
        var (first, last) = (Either(fields, "from", Min, Low), Either(fields, "to", Max, High));
        if (first is not { } begin || last is not { } end)
            return null;
        var (from, to, scale) = (End(begin, value), End(end, value), Scale(fields["scale"], fields[Log]));
        if (from is not { } least || to is not { } most || scale is not { } by)
            return null;
        if (most <= least)
            end.AddError(FormattableString.Invariant($"must be above from, which is {least}, but is {most}"));
        else if (by != RangeScale.Linear && least <= 0)
            begin.AddError(FormattableString.Invariant($"must be above 0 on a {Scales[(int)by]} scale, but is {least}"));
        else
            // Those that every search has are known by their names, and so the ranges of earlier versions stay equal.
            return Stepped(
                fields, new(least, most, by) { IsWhole = isWhole && Hyperparameters.Find(declaration.Name) is null }, isWhole);
        return null;
    }

    private static bool IsWhole(Field field, Hyperparameter declaration)
    {
        var isWhole = declaration.Kind == HyperparameterKind.Whole;
        if (field.Flag() is { } given && given != isWhole)
            field.AddError($"must be {(isWhole ? "true" : "false")}, because {declaration.Name} is "
                + $"{(isWhole ? "" : "not ")}declared as whole, but is {field.Got}; remove it");
        return isWhole;
    }

    /// <summary>The given one, or the default if none is given. If two are given, null and an error.</summary>
    private static Field? Either(Fields fields, string ours, params ReadOnlySpan<string> others)
    {
        var given = fields[ours];
        foreach (var other in others)
        {
            if (!fields[other].IsGiven)
                continue;
            if (given.IsGiven)
            {
                fields[other].AddError($"sets an end of the range a second time; remove it, or {ours}");
                return null;
            }

            given = fields[other];
        }

        return given;
    }

    private static double? End(Field field, Func<Field, HyperparameterValue?> value)
    {
        if (!field.IsGiven)
            field.AddError("must be a number, but is missing; a range has from and to");
        return field.IsGiven ? value(field)?.Number : null;
    }

    private static RangeScale? Scale(Field field, Field log)
    {
        if (log.IsGiven && field.IsGiven)
            log.AddError("must be left out if scale is given; remove one of the two");
        if (log.IsGiven)
            return field.IsGiven || log.Flag() is not { } isLog ? null : isLog ? RangeScale.Log : RangeScale.Linear;
        if (field.Text() is not { } name)
            return field.IsGiven ? null : RangeScale.Linear;
        if (Scales.IndexOf(name) is >= 0 and var place)
            return (RangeScale)place;
        field.AddError(Spelling.Unknown("scale", name, Scales));
        return null;
    }

    private static ValueRange? Stepped(Fields fields, ValueRange range, bool isWhole)
    {
        var (step, steps) = (fields["step"], fields["steps"]);
        if (step.IsGiven && (steps.IsGiven || range.Scale != RangeScale.Linear))
            step.AddError(steps.IsGiven ? "must be left out if steps is given; remove one of the two"
                : $"applies only to the linear scale, but the scale is {Scales[(int)range.Scale]}; use steps, or remove it");
        else if (steps.IsGiven && range.Scale == RangeScale.Log2)
            steps.AddError("must be left out on the log2 scale, which doubles from step to step; remove it, or use scale: log");
        else if (step.IsGiven)
            return Step(step, range, isWhole) is { } by ? range with { Step = by } : null;
        else
            return !steps.IsGiven ? range : steps.Whole(2, MostSteps) is { } count ? range with { Steps = count } : null;
        return null;
    }

    private static double? Step(Field field, ValueRange range, bool isWhole)
    {
        var least = (range.To - range.From) / (MostSteps - 1);
        var rule = FormattableString.Invariant(
            $"a {(isWhole ? "whole " : "")}number of at least {least:0.######}, which makes {MostSteps} values");
        var isSafe = Math.Max(Math.Abs(range.From), Math.Abs(range.To)) <= MostStepped;
        if (!isSafe)
            field.AddError(FormattableString.Invariant($"applies only to numbers up to {MostStepped:0}; use steps instead"));
        if (isSafe && field.Number(step => step > 0 && step >= least && (!isWhole || step == Math.Truncate(step)), rule) is { } by)
        {
            if (by > range.To - range.From)
                field.AddError(
                    FormattableString.Invariant($"must be at most {range.To - range.From}, the length of the range, but is {by}"));
            else if (!IsHeld(range.From) || !IsHeld(by) || by < LostStep * Math.Max(Math.Abs(range.From), Math.Abs(range.To)))
                field.AddError(FormattableString.Invariant(
                    $"applies only to numbers with at most {Places} decimal places and {-Math.Log10(LostStep):0} digits, but from is ")
                    + FormattableString.Invariant($"{range.From} and step is {by}; use steps instead"));
            else
                return by;
        }

        return null;
    }

    private static bool IsHeld(double number) => Math.Abs((double)(decimal)number - number) <= Rounding * Math.Abs(number);
}
