using Paretune.Training.Checkpoints;

namespace Paretune.Silo;

/// <summary>
/// What may be set under <c>Paretune:</c>: in appsettings.json, by environment (<c>Paretune__Devices</c>), by flag.
/// </summary>
public sealed record SiloOptions
{
    /// <summary>What this process is: <c>standalone</c> (default) is silo, workers and API in one.</summary>
    public string Role { get; init; } = "standalone";

    /// <summary>
    /// What to train on: <c>auto</c> (default: all visible GPUs, else the CPU), <c>cpu</c>, <c>cuda</c>, or some: <c>cuda:0,cuda:1</c>.
    /// </summary>
    public string Devices { get; init; } = "auto";

    /// <summary>CPU threads for training. Default: all cores but one where there are more than two: the silo keeps answering.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount > 2 ? Environment.ProcessorCount - 1 : Environment.ProcessorCount;

    /// <summary>Whether other machines may reach the API. Default false: there is no sign-in yet.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>
    /// Where checkpoints and models lie: a folder, which nodes may share as a volume, or <c>s3://bucket/prefix</c>. Default: the home folder.
    /// </summary>
    public string Checkpoints { get; init; } = "";

    /// <summary>
    /// The bucket <see cref="Checkpoints"/> names, with <c>S3:Endpoint</c> (default: AWS), <c>S3:Region</c> (default: what the AWS SDK
    /// finds) and <c>S3:PathStyle</c> (default: true at an endpoint). Credentials are only ever the SDK's: environment, profile or role.
    /// </summary>
    public BucketPlace? Bucket { get; init; }
}
