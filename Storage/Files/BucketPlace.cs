using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Paretune.Storage.Files;

/// <summary>
/// A bucket and a prefix in it: <c>s3://bucket/prefix</c>. Credentials come from the AWS SDK: environment, profile or role.
/// </summary>
/// <param name="Prefix">Empty, or ends with a slash.</param>
/// <param name="Endpoint">The URL of an S3-compatible server; null for AWS.</param>
/// <param name="Region">Null for the SDK's, or <c>us-east-1</c> at a custom endpoint.</param>
/// <param name="PathStyle">Whether the bucket is named in the path instead of the host name.</param>
public sealed partial record BucketPlace(string Bucket, string Prefix, Uri? Endpoint, string? Region, bool PathStyle)
{
    private const string Scheme = "s3://";

    public static bool IsBucket(string place) => place.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses <c>s3://bucket/prefix</c>; null if the bucket's name violates S3's rules.</summary>
    public static BucketPlace? Parse(string place, Uri? endpoint, string? region, bool pathStyle)
    {
        var parts = place[Scheme.Length..].Split('/', 2);
        var prefix = parts.Length > 1 ? parts[1].Trim('/') : "";
        return BucketName().IsMatch(parts[0]) ? new(parts[0], prefix.Length > 0 ? prefix + "/" : "", endpoint, region, pathStyle) : null;
    }

    /// <summary>How long a request may make no progress.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}" + (Endpoint is null ? "" : $" at {Endpoint}");

    internal AmazonS3Client Connect()
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = PathStyle,
            // Not all S3-compatible servers support checksums in trailers; the signature covers the content's SHA-256 anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            // Five attempts over about ten seconds; then the caller gets the error and can retry.
            MaxErrorRetry = 4,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // Requests time out when no data moves, not by their duration: a large file on a slow connection is fine.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        if (Endpoint is not null)
            (config.ServiceURL, config.AuthenticationRegion) = (Endpoint.OriginalString, Region ?? RegionEndpoint.USEast1.SystemName);
        else if (Region is not null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        return new(config);
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}
