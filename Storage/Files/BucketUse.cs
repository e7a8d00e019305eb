namespace Paretune.Storage.Files;

/// <summary>What a bucket is used for, for error messages.</summary>
/// <param name="Contents">What the bucket holds, in the plural.</param>
/// <param name="Setting">The setting that names the bucket.</param>
public sealed record BucketUse(string Contents, string Setting)
{
    public static readonly BucketUse Checkpoints = new("checkpoints", "Paretune:Checkpoints");
    public static readonly BucketUse Datasets = new("datasets", "Paretune:Datasets");
}
