using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>Reads the recipe of a space; what it leaves out gets the default of new searches.</summary>
/// <param name="trainer">Null if networks are trained. A custom trainer gets the learning rate's schedule and provides the rest
/// itself.</param>
/// <param name="dataset">The dataset, whose augmentation is the default; null while it is not known.</param>
/// <param name="preset">The recipe that provides values for what the space leaves out.</param>
internal sealed class RecipeReader(NamedTrainer? trainer, Dataset? dataset, string preset)
{
    private static readonly Hyperparameter Schedules = Declared(HyperparameterNames.Schedule);

    /// <summary>A domain for each that is of use.</summary>
    public ImmutableSortedDictionary<string, Domain> Read(Fields space)
    {
        var schedules = Domain(space[HyperparameterNames.Schedule], Schedules)
            ?? Paretune.Domain.List(RecipePresets.ValueOf(preset, HyperparameterNames.Schedule) ?? Schedules.Default);
        var domains = RecipeHyperparameters.All.Where(one => IsTaken(space[one.Name], one)).ToImmutableSortedDictionary(
            one => one.Name,
            one => one == Schedules
                ? schedules
                : Domain(space[one.Name], one) ?? Paretune.Domain.List(
                    RecipePresets.ValueOf(preset, one.Name) ?? RecipeHyperparameters.DefaultOf(one, schedules, dataset)),
            StringComparer.Ordinal);
        CheckMomentum(space[HyperparameterNames.Momentum], domains);
        return domains;
    }

    private bool IsTaken(Field field, Hyperparameter one)
    {
        if (trainer is null || HyperparameterNames.RecipeOfTrainers.Contains(one.Name))
            return true;
        if (field.IsGiven)
            field.AddError($"applies to networks, but trainer {trainer.Name} defines its own; remove it");
        return false;
    }

    private static Domain? Domain(Field field, Hyperparameter one) =>
        RangeReader.Domain(field, one, value => DeclaredValue.Read(value, one));

    // Each of its values would give the same trial.
    private static void CheckMomentum(Field field, ImmutableSortedDictionary<string, Domain> domains)
    {
        if (!domains.TryGetValue(HyperparameterNames.Momentum, out var momentum) || momentum.Values.Length == 1)
            return;
        var optimizers = domains[HyperparameterNames.Optimizer].Values;
        if (!optimizers.Contains(RecipeWords.Format(OptimizerKind.Sgd)))
            field.AddError($"must be one value if no optimizer has momentum, but there are several for {string.Join(", ", optimizers)}; "
                + "add sgd to space.optimizer, or remove it");
    }

    private static Hyperparameter Declared(string name) => RecipeHyperparameters.All.First(one => one.Name == name);
}
