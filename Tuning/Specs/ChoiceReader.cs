using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Specs;

/// <summary>Reads what is chosen from closed lists: networks and the optimum's rule.</summary>
internal static class ChoiceReader
{
    public const string PrecisionKey = "precision";

    /// <summary>The names of <see cref="TrainingPrecision"/>, the default first.</summary>
    public static ImmutableArray<string> Precisions { get; } = [.. Enum.GetValues<TrainingPrecision>().Select(one => Formatter.Name(one))];

    public static ImmutableArray<string> Networks(Field field) =>
        field.List(Network) is { } networks ? [.. networks.Select(network => NetworkCatalog.Names[network])] : [NetworkCatalog.Default];

    /// <summary>The precision of training steps; a custom trainer chooses its own.</summary>
    public static TrainingPrecision Precision(Field field, NamedTrainer? trainer)
    {
        if (trainer is not null && field.IsGiven)
            field.AddError($"applies to networks, but trainer {trainer.Name} defines its own; remove it");
        if (field.Text() is not { } name || name == Precisions[0])
            return TrainingPrecision.Fp32;
        if (Precisions.IndexOf(name) is > 0 and var place)
            return (TrainingPrecision)place;
        field.AddError(Spelling.Unknown("precision", name, Precisions));
        return TrainingPrecision.Fp32;
    }

    public static string Optimum(Field field, Objectives objectives)
    {
        if (field.Text() is not { } text)
            return OptimumRule.DefaultFor(objectives);
        var rule = OptimumRule.TryParse(text, out var error);
        if ((rule is null ? error : rule.WhyNot(objectives)) is { } reason)
            field.AddError(reason);
        return rule?.Text ?? OptimumRule.Default;
    }

    /// <summary>A network's place among the names, so that a list of networks is read like any other list.</summary>
    private static int? Network(Field field)
    {
        if (field.Text() is not { } name)
            return null;
        if (NetworkCatalog.Names.IndexOf(name) is >= 0 and var place)
            return place;
        field.AddError(NetworkCatalog.Unknown(name));
        return null;
    }
}
