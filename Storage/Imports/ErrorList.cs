using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>The errors of one source: all are counted, the first hundred are kept.</summary>
internal sealed class ErrorList
{
    private const int Kept = 100;

    private readonly List<ValidationError> _errors = [];

    public int Count { get; private set; }

    public void Add(string field, string message)
    {
        Count++;
        if (_errors.Count < Kept)
            _errors.Add(new(field, message));
    }

    /// <summary>Returns whether an error was reported for a folder or for one above it.</summary>
    public bool Holds(string folder) =>
        _errors.Exists(error => folder == error.Field || folder.StartsWith($"{error.Field}/", StringComparison.Ordinal));

    /// <summary>Returns the errors in the order found; the last one states how many more there are.</summary>
    public ImmutableArray<ValidationError> Listed(string source) =>
        Count <= Kept ? [.. _errors] : [.. _errors, new(source, $"{Count - Kept} more errors like these; {Count} in total")];
}
