using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A configuration that a user adds to a search whose strategy is <c>manual</c>.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.GivenTrial")]
public sealed record GivenTrial([property: Id(0)] string Network, [property: Id(1)] Configuration Configuration);

/// <summary>The results of the configurations of one request.</summary>
/// <param name="Trials">In the order of the request.</param>
[GenerateSerializer, Immutable, Alias("Paretune.AddedTrials")]
public sealed record AddedTrials([property: Id(0)] ImmutableArray<AddedTrial> Trials);

/// <summary>The result of adding one configuration.</summary>
/// <param name="Number">The number of the trial with this configuration; null if the configuration was skipped.</param>
/// <param name="IsNew">False if the search already had a trial with this configuration, so that a repeated request adds nothing.</param>
/// <param name="Skipped">One sentence on why the configuration was skipped; null if it has a trial.</param>
[GenerateSerializer, Immutable, Alias("Paretune.AddedTrial")]
public sealed record AddedTrial(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Number, [property: Id(1)] bool IsNew,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Skipped);
