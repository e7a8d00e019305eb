using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// The trials of an older search that guide a new one. They are copied when the search starts, so that its decisions do not depend on
/// whether the older search still exists. They are not results of the new search.
/// </summary>
/// <param name="Trials">At most 500 completed trials: those near the front, and others spread over all costs.</param>
/// <param name="Note">One or more sentences on what was taken from the older search, what was left out, and why.</param>
[GenerateSerializer, Immutable, Alias("Paretune.EarlierTrials")]
public sealed record PriorTrials(
    [property: Id(0)] SearchId Search, [property: Id(1)] ImmutableArray<PriorTrial> Trials, [property: Id(2)] string Note);

/// <summary>The result of a trial of an older search.</summary>
/// <param name="Accuracy">The new search's main objective as an accuracy; an error is converted to 1 − error.</param>
/// <param name="Epochs">The epochs that the trial was trained for.</param>
/// <param name="Variance">
/// Extra variance of the logarithm of the error, because the trial was trained with other settings; 0 if the settings are equal.
/// </param>
[GenerateSerializer, Immutable, Alias("Paretune.EarlierTrial")]
public sealed record PriorTrial(
    [property: Id(0)] int Number, [property: Id(1)] string Network, [property: Id(2)] Configuration Configuration,
    [property: Id(3)] Cost Cost, [property: Id(4)] double Accuracy, [property: Id(5)] int Epochs, [property: Id(6)] double Variance);
