using Paretune.Storage.Datasets;
using Paretune.Storage.Files;

namespace Paretune.Silo.Start;

/// <summary>The datasets of a process: in its home, or in a bucket.</summary>
internal static class DatasetSetup
{
    /// <summary>Opens the store and checks that its bucket can be used, if it has one.</summary>
    /// <exception cref="FileStoreException">It cannot; the message says why and what to do.</exception>
    public static async Task<DatasetStore> Open(SiloOptions options, string home)
    {
        if (options.DatasetBucket is not { } place)
            return new(home);
        var bucket = new Bucket(place, BucketUse.Datasets, Path.Combine(home, "scratch"));
        await bucket.Check(CancellationToken.None);
        return new(home, bucket);
    }
}
