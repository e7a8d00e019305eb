using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class ReplicatesReadingTests
{
    [Theory]
    [InlineData("3", 3)]
    [InlineData("1", null)]
    public void A_search_says_how_often_what_is_on_its_front_runs(string text, int? expected)
    {
        var spec = Read(text).Spec!;

        Assert.Equal(expected, spec.Replicates);
        var json = JsonSerializer.Serialize(spec, ParetuneJson.Options);
        Assert.Equal(expected is not null, json.Contains("replicates", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0", """["accuracy", "macs"]""", "must be a whole number from 1 to 20, but is 0")]
    [InlineData("21", """["accuracy", "macs"]""", "must be a whole number from 1 to 20, but is 21")]
    [InlineData("2", """["macs"]""", "must be 1 unless accuracy is an objective")]
    public void Other_numbers_are_refused_and_so_are_runs_that_nothing_compares(string text, string objectives, string said)
    {
        var error = Read(text, objectives).Errors.First(error => error.Field == "replicates");

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    private static SpecReadResult Read(string replicates, string? objectives = null)
    {
        var search = JsonNode.Parse("""{ "dataset": "shapes", "network": "mobilenet" }""")!.AsObject();
        search["replicates"] = JsonNode.Parse(replicates);
        if (objectives is not null)
            search["objectives"] = JsonNode.Parse(objectives);
        return SearchSpecReader.Read(
            JsonSerializer.SerializeToElement(search), [new("shapes", ["circle", "square"], 32, 1000, 200)], trainers: []);
    }
}
