using System.Collections.Immutable;

namespace Paretune.Tuning.Formatting;

/// <summary>Formats which trials came with extensions of a search's space.</summary>
public static class SpaceExtensionText
{
    /// <summary>Returns the number of the extension that a trial came with, from 1; 0 for a trial of the original space.</summary>
    public static int Compute(SearchView search, int trial) => Ends(search).Count(end => trial > end);

    /// <summary>Returns for example "The space was extended after trial 4."; empty if it was not extended.</summary>
    public static string Note(SearchView search) =>
        Ends(search).IsEmpty ? ""
            : $"The space was extended after {(Ends(search).Length == 1 ? "trial" : "trials")} {CountText.And(Ends(search))}.";

    private static ImmutableArray<int> Ends(SearchView search) => search.SpaceExtensions.IsDefault ? [] : search.SpaceExtensions;
}
