using System.Collections.Immutable;

namespace Paretune.Tuning.Specs;

/// <summary>Reads the command of a <c>trainer.yaml</c> that declares a command instead of an assembly.</summary>
internal static class CommandReader
{
    private const int LongestArgument = 4096;
    private const double DefaultGrace = 10, MostGrace = 600;

    // The default equals the Python client's; the maximum allows for very slow epochs.
    private const double DefaultIdleTimeout = 3600, MostIdleTimeout = 7 * 86_400;

    private const string Stdout = "stdout";

    private const string Command = "command", MetricsKey = "metrics", Grace = "grace", IdleTimeout = "idleTimeout", Collect = "collect";

    public static ImmutableArray<string> Keys { get; } = [Command, MetricsKey, Grace, IdleTimeout, Collect];

    /// <summary>Null if an assembly is declared, or nothing.</summary>
    public static TrainerCommand? Read(Fields root)
    {
        if (!root[Command].IsGiven)
        {
            foreach (var key in Keys.Where(key => root[key].IsGiven))
                root[key].AddError("applies only to a trainer with a command; remove it, or give command");
            return null;
        }

        if (root["assembly"].IsGiven)
            root["assembly"].AddError($"must be left out if {Command} is given, but is {root["assembly"].Got}; remove one of the two");
        return new(
            Arguments(root[Command]), Seconds(root[Grace], 0, MostGrace) ?? DefaultGrace,
            Seconds(root[IdleTimeout], 1, MostIdleTimeout) ?? DefaultIdleTimeout, Collects(root[Collect]));
    }

    public static ImmutableSortedDictionary<string, CustomMetric>? Metrics(Fields root)
    {
        var metrics = CustomMetricReader.Declared(root[MetricsKey]);
        var hyperparameters = root["hyperparameters"].Members().Select(member => member.Name).ToHashSet();
        foreach (var (name, field) in root[MetricsKey].Members().Where(member => hyperparameters.Contains(member.Name)))
            field.AddError($"must not have the name of the hyperparameter {name}; rename one of the two");
        return metrics;
    }

    private static ImmutableArray<string> Arguments(Field field)
    {
        if (!field.IsList)
            field.AddError($"must be a list of a program and its arguments, as in [python3, train.py], but is {field.Got}");
        return [.. field.Elements().Select((element, place) => Argument(element, isProgram: place == 0))];
    }

    private static string Argument(Field field, bool isProgram)
    {
        var text = field.Text() ?? "";
        if (field.IsText && (text.Length > LongestArgument || text.Contains('\0') || (isProgram && string.IsNullOrWhiteSpace(text))))
            field.AddError(
                $"must be {(isProgram ? "the name of a program" : "an argument")} of at most {LongestArgument} characters, but is "
                + field.Got);
        else if (!field.IsGiven)
            field.AddError("must be text, but is missing; write \"\" for an argument without text");
        return text;
    }

    private static double? Seconds(Field field, double least, double most) => field.Number(
        number => number >= least && number <= most, FormattableString.Invariant($"a number of seconds from {least} to {most}"));

    private static bool Collects(Field field)
    {
        var from = field.Text();
        if (from is not null and not Stdout)
            field.AddError($"must be {Stdout}, or be left out if the program reports to the API, but is {field.Got}");
        return from == Stdout;
    }
}
