using System.Collections.Immutable;

namespace Paretune.Tuning.Specs;

/// <summary>A valid spec, or all its errors. An error's field is a path such as <c>space.dilation[1]</c>.</summary>
public sealed record SpecReadResult(SearchSpec? Spec, ImmutableArray<ValidationError> Errors);
