using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Paretune.Dashboard;
using Paretune.Dashboard.Tls;
using Paretune.Silo.Start;
using Paretune.Storage.Files;
using Paretune.Tuning.Searches;

namespace Paretune.Silo;

/// <summary>
/// What may be set under <c>Paretune:</c>: in appsettings.json, by environment (<c>Paretune__Devices</c>), by flag.
/// </summary>
public sealed record SiloOptions : IValidatableObject
{
    private const string NamePattern = "[A-Za-z0-9.-]{1,100}", NameRule = "1 to 100 letters, digits, dots and dashes";
    private const string PortRule = "a port from {1} to {2}";

    /// <summary>What this process is. Default: all in one.</summary>
    public SiloRole Role { get; init; } = SiloRole.Standalone;

    /// <summary>
    /// The name of this process. When a worker restarts under the same name, its old leases end at once. Default: POD_NAME, else the
    /// machine's name, numbered where several workers share a machine.
    /// </summary>
    [RegularExpression(NamePattern, ErrorMessage = NameRule)]
    public string? Name { get; init; }

    /// <summary>Silos with the same id and the same database are one cluster. Default <c>paretune</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = NameRule)]
    public string ClusterId { get; init; } = "paretune";

    /// <summary>Names the service across clusters that replace each other. Default <c>paretune</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = NameRule)]
    public string ServiceId { get; init; } = "paretune";

    /// <summary>The address at which other silos reach this one. Default: POD_IP, else the loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port for other silos. Default: 11111 in a pod, else one that is free.</summary>
    [Range(1, IPEndPoint.MaxPort, ErrorMessage = PortRule)]
    public int SiloPort { get; init; }

    /// <summary>
    /// Port for dashboards that run in a separate process; only control silos open it. Default: 30000 in a pod, else one that is free.
    /// </summary>
    [Range(1, IPEndPoint.MaxPort, ErrorMessage = PortRule)]
    public int GatewayPort { get; init; }

    /// <summary>
    /// What to train on: <c>auto</c> (default: all visible GPUs, else the CPU), <c>cpu</c>, <c>cuda</c>, or some: <c>cuda:0,cuda:1</c>.
    /// </summary>
    [DeviceSetting]
    public string Devices { get; init; } = "auto";

    /// <summary>CPU threads for training. Default: all cores but one where there are more than two: the silo keeps answering.</summary>
    [Range(1, 1024, ErrorMessage = "a whole number from {1} to {2}")]
    public int Threads { get; init; } = Environment.ProcessorCount > 2 ? Environment.ProcessorCount - 1 : Environment.ProcessorCount;

    /// <summary>
    /// Trials that train at once on one device, as its memory allows; on a CPU they share its <see cref="Threads"/>. Default 1.
    /// </summary>
    [Range(1, 64, ErrorMessage = "a whole number from {1} to {2}")]
    public int Slots { get; init; } = 1;

    /// <summary>
    /// Whether a worker in a Kubernetes pod sets the pod's deletion cost: 0 while it is idle, 1000 for each trial that it trains. Needs
    /// POD_NAME and a mounted service account that may patch pods. Other roles ignore it. Default: false.
    /// </summary>
    public bool PodDeletionCost { get; init; }

    /// <summary>Access to the API.</summary>
    [SameSection]
    public ApiOptions Api { get; init; } = new();

    /// <summary>How a bucket is reached.</summary>
    public S3Options S3 { get; init; } = new();

    /// <summary>
    /// Where checkpoints and models are stored: a folder, which nodes may share as a volume, or <c>s3://bucket/prefix</c>. Default: the
    /// home folder.
    /// </summary>
    [CheckpointPlace]
    public string Checkpoints { get; init; } = "";

    /// <summary>
    /// Where datasets are stored: <c>s3://bucket/prefix</c>, which every process must be able to reach. Workers copy what they train on to
    /// their home. Default: <c>datasets</c> in the home folder.
    /// </summary>
    [BucketSetting]
    public string Datasets { get; init; } = "";

    /// <summary>
    /// The folder of custom trainers, such as a folder in the image. Default: <c>trainers</c> in the home. Pushed trainers are
    /// kept in the home.
    /// </summary>
    public string Trainers { get; init; } = "";

    /// <summary>
    /// Bytes that the checkpoints of the parked trials of one search may take together; beyond that the least likely ones are stopped. For
    /// searches that start from then on; what searches are started on counts, so control silos. Default: any number.
    /// </summary>
    [Range(1, long.MaxValue, ErrorMessage = "a whole number of bytes, at least {1}")]
    public long? Parked { get; init; }

    /// <summary>What a search that starts here knows about its checkpoints. A single process can read all that it wrote.</summary>
    internal CheckpointKeeping Keeping => new(Parked, IsApart: Role != SiloRole.Standalone && Checkpoints.Length == 0);

    /// <summary>The bucket <see cref="Checkpoints"/> names; null where it names a folder.</summary>
    public BucketPlace? Bucket => BucketAt(Checkpoints);

    /// <summary>The bucket <see cref="Datasets"/> names; null where they are in the home.</summary>
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
            yield return new($"must be 1 where {nameof(Devices)} is {Devices}, but is {Slots}; ask for more of those", [nameof(Slots)]);
    }

    /// <summary>Files for mutual TLS with other silos and dashboards. Default: none, connections are plain.</summary>
    [Bindable(false)]
    public TlsOptions? Tls { get; init; }

    /// <summary>The pod whose deletion cost a worker sets. Default: none, because <see cref="PodDeletionCost"/> is false.</summary>
    [Bindable(false)]
    internal OwnPod? Pod { get; init; }
}

/// <summary>What <c>Paretune:S3:</c> sets for all buckets. Credentials are only ever the AWS SDK's: environment, profile or role.</summary>
public sealed record S3Options
{
    /// <summary>Default: AWS itself.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Default: what the SDK finds.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket is named in the path instead of the host name. Default: true at an endpoint.</summary>
    public bool? PathStyle { get; init; }
}

/// <summary>How log lines are written to the console.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON object a line, with every value by name, and trace and span id in its scopes.</summary>
    Json,
}

/// <summary>The role of a process in the cluster.</summary>
public enum SiloRole
{
    /// <summary>Searches, API and workers in one process; a cluster of one.</summary>
    Standalone,

    /// <summary>Searches and API, no workers: libtorch is not loaded and no trial runs here.</summary>
    Control,

    /// <summary>Trials and the devices that train them; over HTTP it only reports its health.</summary>
    Worker,

    /// <summary>Pages and API only: not a silo, but a client of a cluster's silos. There can be any number.</summary>
    Dashboard,
}
