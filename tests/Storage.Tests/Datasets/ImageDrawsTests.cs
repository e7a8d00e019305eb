using Paretune.Storage.Datasets;
using Paretune.Tuning.Strategies;

namespace Paretune.Storage.Tests.Datasets;

public sealed class ImageDrawsTests
{
    [Fact]
    public void An_import_splits_a_folder_today_as_it_always_did()
    {
        int[] items = [.. Enumerable.Range(0, 10)];

        new SplitMix64(1).Shuffle<int>(items);

        // The order that 0.1 drew.
        Assert.Equal([9, 0, 1, 4, 8, 2, 3, 7, 6, 5], items);
    }
}
