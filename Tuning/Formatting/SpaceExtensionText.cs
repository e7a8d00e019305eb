using System.Collections.Immutable;

namespace Paretune.Tuning.Formatting;

/// <summary>Which trials a search got by extensions of its space.</summary>
public static class SpaceExtensionText
{
    /// <summary>The number of the extension that a trial came with, from 1; 0 for those of the space as it was submitted.</summary>
    public static int Compute(SearchView search, int trial) => Ends(search).Count(end => trial > end);

    /// <summary>Such as "The space was extended after trial 4."; empty where it was not.</summary>
    public static string Note(SearchView search) =>
        Ends(search).IsEmpty ? ""
            : $"The space was extended after {(Ends(search).Length == 1 ? "trial" : "trials")} {CountText.And(Ends(search))}.";

    private static ImmutableArray<int> Ends(SearchView search) => search.SpaceExtensions.IsDefault ? [] : search.SpaceExtensions;
}
