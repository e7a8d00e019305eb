using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Paretune.Tuning.Searches;

/// <summary>
/// Identifies the result of a training by everything that it depends on: trials with equal keys train the same weights and give the same
/// reports. docs/decisions/0020 lists the parts of the key and the reasons.
/// </summary>
internal static class ResultKey
{
    // Of a SHA-256: no two of a billion results have the same by chance.
    private const int Letters = 32;

    /// <summary>Null if anything that the training depends on is not known.</summary>
    /// <param name="trainsWith">As <see cref="WorkerId.TrainsWith"/>.</param>
    public static string? Compute(SearchSpec spec, Dataset dataset, string network, Configuration configuration, string? trainsWith)
    {
        // The code of custom trainers is not known, and images without a digest may have been replaced.
        if (trainsWith is null || spec.Trainer is not null || ContentOf(dataset) is not { } content || configuration.Recipe is null)
            return null;
        string[] parts =
        [
            "1", content, network, TrialSeed.Canonical(configuration), Text(spec.BaseResolution), Text(spec.Epochs), Text(spec.Seed),
            spec.TrainImages is { } images ? Text(images) : "", spec.Precision.ToString(), spec.Latency?.ToString() ?? "", trainsWith,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..Letters];
    }

    // The built-in images have no digest: code draws them, and trainsWith contains the version of that code.
    private static string? ContentOf(Dataset dataset) => dataset.Content ?? (dataset.Name == Dataset.BuiltIn ? Dataset.BuiltIn : null);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
