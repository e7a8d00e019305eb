using System.ComponentModel.DataAnnotations;
using Paretune.Storage.Files;

namespace Paretune.Silo.Start;

/// <inheritdoc cref="DeviceList"/>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeviceSettingAttribute()
    : ValidationAttribute(
        "auto, cpu, cuda, or different GPUs such as cuda:0,cuda:1 (or simulated:N, with N from 1 to 10000, to try out a cluster)")
{
    public override bool IsValid(object? value) => DeviceList.IsOne((string)value!);
}

/// <summary>Accepts a folder, or a bucket whose name follows S3's rules.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CheckpointPlaceAttribute()
    : ValidationAttribute("a folder, or s3://bucket/prefix with a bucket of 3 to 63 lower-case letters, digits, dots and hyphens")
{
    public override bool IsValid(object? value) => (string)value! is var place && BucketPlace.IsBucket(place)
        ? BucketSettingAttribute.IsBucket(place)
        : !place.Contains("://", StringComparison.Ordinal);
}

/// <summary>Accepts a bucket whose name follows S3's rules.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BucketSettingAttribute()
    : ValidationAttribute("s3://bucket/prefix with a bucket of 3 to 63 lower-case letters, digits, dots and hyphens")
{
    public static bool IsBucket(string place) =>
        BucketPlace.IsBucket(place) && BucketPlace.Parse(place, endpoint: null, region: null, pathStyle: false) is not null;

    public override bool IsValid(object? value) => IsBucket((string)value!);
}
