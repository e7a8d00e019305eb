using Paretune.Client.Reproduction;

namespace Paretune.Client.Tests.Reproduction;

public sealed class SearchFilesTests
{
    private static readonly string[] Carried = [.. typeof(SearchFiles).Assembly.GetManifestResourceNames()];

    public static TheoryData<string> Files => [.. Experiment.All.SelectMany(experiment => experiment.Files).Distinct()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_a_valid_search_of_the_papers_size(string file)
    {
        var reading = SearchFiles.Read(file).Check(LabServer.Datasets, trainers: []);

        Assert.Empty(reading.Errors);
        Assert.Equal((224, null), (reading.Spec!.BaseResolution, reading.Spec.TrainImages));
    }

    [Fact]
    public void Every_file_belongs_to_an_experiment()
    {
        Assert.Equal(
            Files.Select(row => $"reproduce/{row.Data}.yaml").Order(StringComparer.Ordinal),
            Carried.Where(name => name.StartsWith("reproduce/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
