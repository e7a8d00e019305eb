using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Paretune.Dashboard;
using Paretune.Dashboard.Tls;
using Paretune.Silo.Start;
using Paretune.Storage.Files;
using Paretune.Tuning.Searches;

namespace Paretune.Silo;

/// <summary>The settings under <c>Paretune:</c>, from appsettings.json, the environment (<c>Paretune__Devices</c>) or flags.</summary>
public sealed record SiloOptions : IValidatableObject
{
    private const string NamePattern = "[A-Za-z0-9.-]{1,100}", NameRule = "1 to 100 letters, digits, dots and dashes";
    private const string PortRule = "a port from {1} to {2}";

    /// <summary>The role of this process. Default: all in one.</summary>
    public SiloRole Role { get; init; } = SiloRole.Standalone;

    /// <summary>
    /// The name of this process, which no other process of the cluster may have. When a worker restarts under the same name, its old leases
    /// end at once. Default: POD_NAME, else the machine's name; in a cluster followed by an id of the home folder and a number, and for
    /// control and dashboard by the id, the role and a number.
    /// </summary>
    [RegularExpression(NamePattern, ErrorMessage = NameRule)]
    public string? Name { get; init; }

    /// <summary>Silos with the same id and the same database form one cluster. Default <c>paretune</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = NameRule)]
    public string ClusterId { get; init; } = "paretune";

    /// <summary>The service's name, which stays the same when one cluster replaces another. Default <c>paretune</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = NameRule)]
    public string ServiceId { get; init; } = "paretune";

    /// <summary>The address at which other silos reach this one. Default: POD_IP, otherwise the loopback address.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port for other silos. Default: 11111 in a pod, otherwise a free one.</summary>
    [Range(1, IPEndPoint.MaxPort, ErrorMessage = PortRule)]
    public int SiloPort { get; init; }

    /// <summary>
    /// The port for dashboards that run in a separate process; only control silos open it. Default: 30000 in a pod, otherwise a free one.
    /// </summary>
    [Range(1, IPEndPoint.MaxPort, ErrorMessage = PortRule)]
    public int GatewayPort { get; init; }

    /// <summary>
    /// The devices to train on: <c>auto</c> (default: all visible GPUs, otherwise the CPU), <c>cpu</c>, <c>cuda</c>, or a list such as
    /// <c>cuda:0,cuda:1</c>.
    /// </summary>
    [DeviceSetting]
    public string Devices { get; init; } = "auto";

    /// <summary>CPU threads for training. Default: all cores, minus one for the silo if there are more than two.</summary>
    [Range(1, 1024, ErrorMessage = "a whole number from {1} to {2}")]
    public int Threads { get; init; } = Environment.ProcessorCount > 2 ? Environment.ProcessorCount - 1 : Environment.ProcessorCount;

    /// <summary>
    /// How many trials may train at once on one device, as far as its memory allows; on a CPU they share its <see cref="Threads"/>. Default
    /// 1.
    /// </summary>
    [Range(1, 64, ErrorMessage = "a whole number from {1} to {2}")]
    public int Slots { get; init; } = 1;

    /// <summary>
    /// Whether a worker in a Kubernetes pod sets the pod's deletion cost: 0 while it is idle, 1000 for each trial that it trains. Needs
    /// POD_NAME and a mounted service account that may patch pods. Other roles ignore it. Default: false.
    /// </summary>
    public bool PodDeletionCost { get; init; }

    /// <summary>Settings of access to the API.</summary>
    [SameSection]
    public ApiOptions Api { get; init; } = new();

    /// <summary>How buckets are reached.</summary>
    public S3Options S3 { get; init; } = new();

    /// <summary>
    /// Where checkpoints and models are stored: a folder, which may be a volume that nodes share, or <c>s3://bucket/prefix</c>. Default:
    /// the home folder.
    /// </summary>
    [CheckpointPlace]
    public string Checkpoints { get; init; } = "";

    /// <summary>
    /// Where datasets are stored: <c>s3://bucket/prefix</c>, which every process must be able to reach. Workers copy the datasets they
    /// train on to their home folder. Default: <c>datasets</c> in the home folder.
    /// </summary>
    [BucketSetting]
    public string Datasets { get; init; } = "";

    /// <summary>
    /// The folder of custom trainers, such as one in the container image. Default: <c>trainers</c> in the home folder, where pushed
    /// trainers are always kept.
    /// </summary>
    public string Trainers { get; init; } = "";

    /// <summary>
    /// The maximum number of bytes of the checkpoints of one search's parked trials; beyond it the least promising ones are stopped. Set it
    /// on control silos: it applies to searches that start there from then on. Default: no limit.
    /// </summary>
    [Range(1, long.MaxValue, ErrorMessage = "a whole number of bytes, at least {1}")]
    public long? ParkedBytes { get; init; }

    /// <summary>How searches that start here keep checkpoints. In a standalone process, all of them can be read again.</summary>
    internal CheckpointKeeping Keeping => new(ParkedBytes, IsApart: Role != SiloRole.Standalone && Checkpoints.Length == 0);

    /// <summary>The bucket that <see cref="Checkpoints"/> names; null if it names a folder.</summary>
    public BucketPlace? Bucket => BucketAt(Checkpoints);

    /// <summary>The bucket that <see cref="Datasets"/> names; null if datasets are in the home folder.</summary>
    public BucketPlace? DatasetBucket => BucketAt(Datasets);

    /// <summary>The format of the console's log. Default: one line of text per message.</summary>
    public LogFormat LogFormat { get; init; }

    private BucketPlace? BucketAt(string place) => BucketPlace.IsBucket(place)
        ? BucketPlace.Parse(place, S3.Endpoint, S3.Region, S3.PathStyle ?? S3.Endpoint is not null)
        : null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Slots > 1 && DeviceList.Simulated(Devices) > 0)
            yield return new(
                $"must be 1 where {nameof(Devices)} is {Devices}, but is {Slots}; set it to 1 and raise the number in {nameof(Devices)}",
                [nameof(Slots)]);
    }

    /// <summary>The files for mutual TLS with other silos and dashboards. Default: none; connections are not encrypted.</summary>
    [Bindable(false)]
    public TlsOptions? Tls { get; init; }

    /// <summary>The pod whose deletion cost a worker sets. Default: none, because <see cref="PodDeletionCost"/> is false.</summary>
    [Bindable(false)]
    internal OwnPod? Pod { get; init; }
}

/// <summary>
/// Settings under <c>Paretune:S3:</c>, for all buckets. Credentials come from the AWS SDK only: environment, profile or role.
/// </summary>
public sealed record S3Options
{
    /// <summary>The URL of an S3-compatible server. Default: AWS.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region. Default: the AWS SDK's.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket is named in the path instead of the host name. Default: true if an endpoint is set.</summary>
    public bool? PathStyle { get; init; }
}

/// <summary>How log lines are written to the console.</summary>
public enum LogFormat
{
    /// <summary>Text for people.</summary>
    Text,

    /// <summary>One JSON object per line, with every value by name, and trace and span ids in its scopes.</summary>
    Json,
}

/// <summary>The role of a process in the cluster.</summary>
public enum SiloRole
{
    /// <summary>Searches, API and workers in one process: a cluster of one.</summary>
    Standalone,

    /// <summary>Searches and API without workers: libtorch is not loaded and no trial runs here.</summary>
    Control,

    /// <summary>Trials and the devices that train them; over HTTP only its health is reported.</summary>
    Worker,

    /// <summary>Pages and API only: a client of the cluster's silos, not a silo. Any number can run.</summary>
    Dashboard,
}
