using System.Collections.Immutable;
using System.Text.Json;

namespace Paretune.Tuning.Specs;

/// <summary>The one validating reader, for file, flags and HTTP alike.</summary>
public static class SearchSpecReader
{
    /// <summary>Reads a search and finds all its faults at once.</summary>
    /// <param name="datasets">Those ready to train on; null leaves out what needs them (the console checks before it asks the server).</param>
    public static SpecReading Read(JsonElement json, IReadOnlyCollection<Dataset>? datasets) => throw new NotImplementedException();
}

/// <summary>A valid spec, or every fault. A fault's field is a path such as <c>space.dilation[1]</c>.</summary>
public sealed record SpecReading(SearchSpec? Spec, ImmutableArray<Fault> Faults);
