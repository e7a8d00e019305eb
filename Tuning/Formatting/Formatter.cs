using System.Globalization;

namespace Paretune.Tuning.Formatting;

/// <summary>Formats values for people.</summary>
public static class Formatter
{
    public const string Nothing = "-";

    /// <summary>Returns "84.25 %" for 0.8425; "-" for null.</summary>
    public static string Percent(double? share) => share is { } known ? Text($"{known * 100:0.00} %") : Nothing;

    /// <summary>Returns "4.10 M" for 4100000.</summary>
    public static string Amount(double amount) => amount switch
    {
        >= 1e12 => Text($"{amount / 1e12:0.00} T"),
        >= 1e9 => Text($"{amount / 1e9:0.00} G"),
        >= 1e6 => Text($"{amount / 1e6:0.00} M"),
        >= 1e3 => Text($"{amount / 1e3:0.0} k"),
        _ => Text($"{amount:0}"),
    };

    /// <summary>
    /// Returns the hyperparameters of the model on one line: "δ 1 α 0.5 ρ 1", or those that a custom trainer declares. If it declares none,
    /// returns those of every search.
    /// </summary>
    public static string Configuration(Configuration one)
    {
        var columns = one.Hyperparameters is { IsEmpty: true } ? HyperparameterColumn.Common : HyperparameterColumn.OfModel(one);
        return string.Join(one.Hyperparameters is null ? " " : ", ", columns.Select(column => $"{column.Title} {column.Text(one)}"));
    }

    /// <summary>
    /// Returns what a search trains, and on which dataset: "dilated-separable on cifar10", or "trainer code-lines" if the trainer brings
    /// its own data.
    /// </summary>
    public static string Subject(SearchSpec spec) => spec.Dataset == spec.Trainer ? Networks(spec) : $"{Networks(spec)} on {spec.Dataset}";

    /// <summary>Returns what a search trains: "mobilenet, vgg16", or "trainer code-lines".</summary>
    public static string Networks(SearchSpec spec) => spec.Trainer is { } trainer ? $"trainer {trainer}" : string.Join(", ", spec.Networks);

    /// <summary>Returns a cost as "4.10 M"; "-" if it is not known.</summary>
    public static string Cost(long cost) => cost > 0 ? Amount(cost) : Nothing;

    public static string Number(double? value, string format = "0.####") =>
        value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) : Nothing;

    /// <summary>Returns a number rounded to six decimal places, or unrounded if it is below 1e-5.</summary>
    public static string Value(HyperparameterValue value) =>
        value.Word is null && Math.Abs(value.Number) >= 1e-5 ? Number(value.Number, "0.######") : value.ToString();

    /// <summary>Returns the allowed values of a hyperparameter: "max, mean", "whole, 1 to 8" or "0 to 0.5".</summary>
    public static string Range(Hyperparameter one) => one.Kind == HyperparameterKind.Choice
        ? string.Join(", ", one.Values)
        : $"{(one.Kind == HyperparameterKind.Whole ? "whole, " : "")}{Value(one.Min ?? 0)} to {Value(one.Max ?? 0)}";

    /// <summary>Returns the noun for the members of a batch: "images" for Paretune's networks, otherwise "examples".</summary>
    public static string Examples(Configuration one) => one.Hyperparameters is null ? "images" : "examples";

    /// <inheritdoc cref="Examples(Configuration)"/>
    public static string Examples(SearchSpec? spec) => spec?.Trainer is null ? "images" : "examples";

    /// <summary>Returns a training speed for a table, as in "812"; "-" if it is not known.</summary>
    public static string Speed(double perSecond) => perSecond > 0 ? Number(perSecond, "0") : Nothing;

    /// <summary>Returns a training speed to append to a sentence, as in ", 812 images/s"; empty if it is not known.</summary>
    /// <param name="examples">The noun, from <see cref="Examples(Configuration)"/>.</param>
    public static string Pace(double perSecond, string examples) => perSecond > 0 ? Text($", {perSecond:0} {examples}/s") : "";

    /// <summary>Returns a duration in two units: "1 h 5 min", "3 min 20 s", "12 s".</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => Text($"{span.Days} d {span.Hours} h"),
        { TotalHours: >= 1 } => Text($"{span.Hours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => Text($"{span.Minutes} min {span.Seconds} s"),
        _ => Text($"{Math.Max(0, span.TotalSeconds):0} s"),
    };

    /// <summary>Returns a bar of <paramref name="cells"/> characters for a share of 0 to 1; empty if the share is NaN.</summary>
    public static string Bar(double share, int cells)
    {
        if (double.IsNaN(share))
            return "";
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * cells);
        return new string('█', full) + new string('░', cells - full);
    }

    public static string Time(DateTimeOffset? at) =>
        at?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? Nothing;

    /// <summary>Formats an enum value as in JSON, so that one word is used everywhere.</summary>
    public static string Name(Enum value)
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
