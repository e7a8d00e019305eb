using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paretune.Client.Submission;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Reproduction;

/// <summary>A search file with one seed. Its name is derived from all settings, so that a repeated run finds the same search.</summary>
internal sealed record PlannedSearch(string File, int Seed, Dataset Dataset, SearchText Text, string Name)
{
    private const int KeyLetters = 8;

    // A field that a later version adds must not change the name if it is not set.
    private static readonly JsonSerializerOptions Given =
        new(ParetuneJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Plans one file for the seeds 1, 2, …</summary>
    /// <param name="errors">Receives the errors of the search, one per line.</param>
    public static IEnumerable<PlannedSearch> From(
        string file, int seeds, Scale scale, IReadOnlyCollection<Dataset> datasets, ISet<string> errors)
    {
        var dataset = DatasetOf(file, scale, datasets);
        for (var seed = 1; seed <= seeds; seed++)
        {
            ImmutableArray<(SearchFlag, string)> flags = [
                .. scale.For(dataset), (Flag("seed"), seed.ToString(CultureInfo.InvariantCulture))];
            var text = SearchFiles.Read(file, flags);
            var reading = text.Check(datasets, trainers: []);
            errors.UnionWith(text.Describe(reading.Errors));
            if (reading.Spec is not { } spec)
                yield break;
            var name = FormattableString.Invariant($"reproduce-{file}-seed{seed}-{KeyOf(spec, dataset!)}");
            yield return new(file, seed, dataset!, SearchFiles.Read(file, [.. flags, (Flag("name"), name)]), name);
        }
    }

    private static Dataset? DatasetOf(string file, Scale scale, IReadOnlyCollection<Dataset> datasets)
    {
        var name = SearchFiles.Read(file, scale.Changes).Json?["dataset"]?.ToString();
        return datasets.FirstOrDefault(dataset => dataset.Name == name);
    }

    private static SearchFlag Flag(string path) => SearchFlag.All.First(flag => flag.Path == path);

    // Includes the dataset's properties, because another dataset may be imported under the same name.
    private static string KeyOf(SearchSpec spec, Dataset dataset) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { spec, dataset }, Given)))[..KeyLetters];
}
