using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Reproduction;

/// <summary>Changes to the search files, which have the paper's size, so that a small machine can run them.</summary>
internal sealed record Scale(ImmutableArray<(SearchFlag Flag, string Value)> Changes)
{
    private const string Images = "trainImages";

    // All experiments take about six minutes per seed on two free cores. Batches are small, because batch norm's running statistics need
    // about a hundred steps.
    private static readonly Dictionary<string, string> Small = new()
    {
        [Images] = "2000",
        ["baseResolution"] = "32",
        ["epochs"] = "3",
        ["space.batchSize"] = "64",
    };

    /// <summary>The flags of a search that can be given to change every file.</summary>
    public static ImmutableArray<SearchFlag> Flags { get; } = [
        .. SearchFlag.All.Where(flag => flag.Path == "dataset" || Small.ContainsKey(flag.Path))];

    public static Scale None { get; } = new([]);

    public bool IsChanged => Changes.Length > 0;

    /// <param name="isSmall">Whether to use small values for flags that are not given.</param>
    public static Scale From(bool isSmall, IReadOnlyDictionary<SearchFlag, string> given) => new(
    [
        .. from flag in Flags
        let value = given.GetValueOrDefault(flag) ?? (isSmall ? Small.GetValueOrDefault(flag.Path) : null)
        where value is not null
        select (flag, value),
    ]);

    /// <summary>Returns the changes for one dataset; the number of images is capped at what the dataset has.</summary>
    public IEnumerable<(SearchFlag Flag, string Value)> For(Dataset? dataset) => Changes.Select(change =>
        change.Flag.Path == Images && dataset is not null && long.TryParse(change.Value, CultureInfo.InvariantCulture, out var images)
            && images > dataset.TrainImages
            ? (change.Flag, dataset.TrainImages.ToString(CultureInfo.InvariantCulture))
            : change);
}
