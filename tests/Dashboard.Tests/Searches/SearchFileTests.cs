using System.Text.Json;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests.Searches;

/// <summary>The file of a search is YAML that submits the same search again.</summary>
public sealed class SearchFileTests
{
    private static readonly Dataset[] Datasets = [new("shapes", ["circle", "square"], 32, 1000, 200)];

    [Theory]
    [InlineData("name: plain\ndataset: shapes\n")]
    [InlineData("""
        name: "true"
        dataset: shapes
        network: [mobilenet, vgg16]
        space: { width: [1, 0.5], learningRate: { min: 1e-4, max: 0.1, log: true }, augmentation: [none, flip+crop] }
        strategy: { kind: asha, samples: 20 }
        objectives: [accuracy, macs, latency]
        limits: { macs: 300000000, minAccuracy: 0.6 }
        optimum: per-doubling:2
        budget: { epochs: 500 }
        """)]
    [InlineData("name: parts\ndataset: shapes\nspace:\n  - { width: [1, 0.5] }\n  - { width: 0.25, dilation: [1, 2] }\n")]
    public void What_the_page_shows_is_read_as_the_same_search(string file)
    {
        var spec = Read(file);

        var shown = SearchFile.Format(spec);

        Assert.DoesNotContain("{\n", shown, StringComparison.Ordinal);
        Assert.StartsWith("name: ", shown, StringComparison.Ordinal);
        Assert.Equal(Json(spec), Json(Read(shown)));
        Assert.Equal(shown, SearchFile.Format(Read(shown)));
    }

    private static SearchSpec Read(string file)
    {
        var yaml = YamlText.Read(new StringReader(file));
        Assert.Empty(yaml.Errors);
        var reading = SearchSpecReader.Read(JsonSerializer.SerializeToElement(yaml.Root), Datasets, []);
        Assert.Empty(reading.Errors);
        return reading.Spec!;
    }

    private static string Json(SearchSpec spec) => JsonSerializer.Serialize(spec, ParetuneJson.Options);
}
