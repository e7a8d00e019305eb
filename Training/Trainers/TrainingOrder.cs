using System.Collections.Immutable;
using Paretune.Storage.Datasets;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>The training that a trainer is asked to start.</summary>
/// <param name="Job">Configuration, seed and epochs.</param>
/// <param name="Trial">The number of the trial.</param>
/// <param name="Device">The device for model and data.</param>
/// <param name="Folder">The trainer's folder, with <c>trainer.yaml</c>, the assembly, and any data.</param>
/// <param name="MicroBatchDivisor">1, or 2 after the device ran out of memory: train each batch in that many parts.</param>
public sealed record TrainingOrder(Job Job, int Trial, Device Device, string Folder, int MicroBatchDivisor)
{
    /// <summary>
    /// Returns the images of the search's dataset, or the part that its <c>trainImages</c> selects. Throws if the search names no dataset.
    /// </summary>
    public required Func<ImageData> Images { get; init; }

    public Configuration Configuration => Job.Configuration;

    /// <summary>Returns a hyperparameter that <c>trainer.yaml</c> declares as <c>whole</c>.</summary>
    /// <exception cref="KeyNotFoundException">No hyperparameter of this name is declared.</exception>
    /// <exception cref="InvalidOperationException">The hyperparameter is declared as another kind.</exception>
    public int Whole(string hyperparameter) => Number(hyperparameter) is var number && number == (int)number
        ? (int)number
        : throw new InvalidOperationException(
            FormattableString.Invariant(
                $"{hyperparameter} is {number}, which is not a whole number; declare it as whole in trainer.yaml, or read it with Number"));

    /// <summary>Returns a hyperparameter that is declared as <c>number</c>.</summary>
    /// <inheritdoc cref="Whole"/>
    public double Number(string hyperparameter) => Get(hyperparameter) is { Word: null } value
        ? value.Number
        : throw new InvalidOperationException($"{hyperparameter} is a choice in trainer.yaml, not a number; read it with Choice");

    /// <summary>Returns a hyperparameter that is declared as <c>choice</c>.</summary>
    /// <inheritdoc cref="Whole"/>
    public string Choice(string hyperparameter) => Get(hyperparameter).Word
        ?? throw new InvalidOperationException($"{hyperparameter} is a number in trainer.yaml, not a choice; read it with Whole or Number");

    private HyperparameterValue Get(string hyperparameter)
    {
        var own = Configuration.Hyperparameters ?? ImmutableSortedDictionary<string, HyperparameterValue>.Empty;
        return own.TryGetValue(hyperparameter, out var value) ? value : throw new KeyNotFoundException(
            $"trainer.yaml declares no hyperparameter {hyperparameter}; it has {string.Join(", ", own.Keys.DefaultIfEmpty("none"))}");
    }
}
