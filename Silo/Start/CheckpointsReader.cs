using Paretune.Storage.Files;

namespace Paretune.Silo.Start;

/// <summary>Reads where checkpoints and models lie: a folder, or a bucket with what <c>Paretune:S3:</c> says of it.</summary>
internal static class CheckpointsReader
{
    /// <summary>What says more of a bucket lies under it.</summary>
    public const string BucketKey = "S3";

    private const string _section = $"Paretune:{BucketKey}";
    private const string _place = "Paretune:Checkpoints";
    private static readonly string[] _keys = ["Endpoint", "Region", "PathStyle"];

    /// <summary>Null for a folder; adds a fault for each setting that breaks its rule.</summary>
    public static BucketPlace? Bucket(IConfigurationSection paretune, string place, List<string> faults)
    {
        var s3 = paretune.GetSection(BucketKey);
        foreach (var unknown in s3.GetChildren().Where(child => !_keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            faults.Add($"{_section}:{unknown.Key} is not a setting; there are {string.Join(", ", _keys)}");
        var endpoint = Endpoint(s3["Endpoint"], faults);
        var pathStyle = PathStyle(s3["PathStyle"], fallback: endpoint is not null, faults);
        if (!BucketPlace.IsBucket(place))
        {
            if (place.Contains("://", StringComparison.Ordinal))
                faults.Add($"{_place} must be a folder or s3://bucket/prefix, but is \"{place}\"");
            return null;
        }

        var bucket = BucketPlace.Parse(place, endpoint, s3["Region"], pathStyle);
        if (bucket is null)
            faults.Add($"{_place} must name a bucket of 3 to 63 lower-case letters, digits, dots and hyphens, but is \"{place}\"");
        return bucket;
    }

    private static Uri? Endpoint(string? value, List<string> faults)
    {
        if (value is null or "")
            return null;
        if (Uri.TryCreate(value, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https")
            return endpoint;
        faults.Add($"{_section}:Endpoint must be an address such as https://s3.example.org, but is \"{value}\"");
        return null;
    }

    private static bool PathStyle(string? value, bool fallback, List<string> faults)
    {
        if (value is null or "")
            return fallback;
        if (bool.TryParse(value, out var pathStyle))
            return pathStyle;
        faults.Add($"{_section}:PathStyle must be true or false, but is \"{value}\"");
        return fallback;
    }
}
