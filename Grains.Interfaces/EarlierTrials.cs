using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// What a search knows of an older one from its start on. A copy, so that what it decides does not depend on whether the older one is still
/// there. None of this is a result of the search itself.
/// </summary>
/// <param name="Trials">At most 500 of those that completed: the ones near the front, and others spread over all costs.</param>
/// <param name="Note">What was taken from the older search, what was left out, and why; a sentence or more.</param>
[GenerateSerializer, Immutable, Alias("Paretune.EarlierTrials")]
public sealed record EarlierTrials(
    [property: Id(0)] SearchId Search, [property: Id(1)] ImmutableArray<EarlierTrial> Trials, [property: Id(2)] string Note);

/// <summary>The result of a trial of an older search.</summary>
/// <param name="Accuracy">What the new search wants first, as an accuracy: of an error it is what is missing to 1.</param>
/// <param name="Epochs">That it was trained for.</param>
/// <param name="Variance">
/// Of the logarithm of its error, beyond the noise of any trial, because it was trained with other settings; 0 for the same.
/// </param>
[GenerateSerializer, Immutable, Alias("Paretune.EarlierTrial")]
public sealed record EarlierTrial(
    [property: Id(0)] int Number, [property: Id(1)] string Network, [property: Id(2)] Configuration Configuration,
    [property: Id(3)] Cost Cost, [property: Id(4)] double Accuracy, [property: Id(5)] int Epochs, [property: Id(6)] double Variance);
