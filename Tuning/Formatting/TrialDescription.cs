using System.Collections.Immutable;

namespace Paretune.Tuning.Formatting;

/// <summary>Describes trials by what differs between them: their network and the hyperparameters that vary.</summary>
public sealed class TrialDescription
{
    private TrialDescription(bool hasNetworks, ImmutableArray<HyperparameterColumn> columns) =>
        (HasNetworks, Columns) = (hasNetworks, columns);

    /// <summary>Whether the trials have several networks.</summary>
    public bool HasNetworks { get; }

    /// <summary>The hyperparameters that vary; if none does, those of the model.</summary>
    public ImmutableArray<HyperparameterColumn> Columns { get; }

    public static TrialDescription From(IReadOnlyCollection<TrialView> trials)
    {
        Configuration[] configurations = [.. trials.Select(trial => trial.Configuration)];
        var first = trials.FirstOrDefault()?.Network;
        var hasNetworks = trials.Any(trial => trial.Network != first);
        var model = Model(configurations);
        ImmutableArray<HyperparameterColumn> columns =
            [.. model.Where(column => column.IsVaried(configurations)), .. HyperparameterColumn.Varied(configurations)];
        return new(hasNetworks, columns.IsEmpty && !hasNetworks ? model : columns);
    }

    /// <summary>Returns for example "mobilenet α 0.5, learning rate 0.001".</summary>
    public string Text(TrialView trial)
    {
        var (text, isSymbol) = (HasNetworks ? trial.Network : "", HasNetworks);
        foreach (var column in Columns)
        {
            // Symbols are separated by spaces, words by commas.
            var isOne = column.Title.Length == 1;
            text += (text.Length == 0 ? "" : isSymbol && isOne ? " " : ", ") + $"{column.Title} {column.Text(trial.Configuration)}";
            isSymbol = isOne;
        }

        return text;
    }

    private static ImmutableArray<HyperparameterColumn> Model(Configuration[] configurations)
    {
        var declared = configurations.Select(one => one.Hyperparameters).Where(own => own is not null).SelectMany(own => own!.Keys)
            .Distinct().Select(name => new HyperparameterColumn(name, name)).ToImmutableArray();
        if (configurations.Length > 0 && configurations.All(one => one.Hyperparameters is not null))
            return declared.IsEmpty ? HyperparameterColumn.Common : declared;
        return [.. HyperparameterColumn.OfModel(null), .. declared];
    }
}
