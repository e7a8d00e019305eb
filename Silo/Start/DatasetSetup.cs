using Paretune.Storage.Datasets;
using Paretune.Storage.Files;

namespace Paretune.Silo.Start;

/// <summary>Opens the datasets of a process, in its home folder or in a bucket.</summary>
internal static class DatasetSetup
{
    /// <summary>Opens the store; if it is a bucket, checks that the bucket can be used.</summary>
    /// <exception cref="FileStoreException">The bucket cannot be used; the message says why and what to do.</exception>
    public static async Task<DatasetStore> Open(SiloOptions options, string home)
    {
        if (options.DatasetBucket is not { } place)
            return new(home);
        var bucket = new Bucket(place, BucketUse.Datasets, Path.Combine(home, "scratch"));
        await bucket.Check(CancellationToken.None);
        return new(home, bucket);
    }
}
