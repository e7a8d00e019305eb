using Paretune.Silo.Datasets;
using Paretune.Training.Datasets;

namespace Paretune.Silo.Tests.Datasets;

public sealed class LocalDatasetsTests
{
    private readonly LocalDatasets _datasets = new(new DatasetStore(Path.GetTempPath()));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("/etc")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("c:")]
    public void A_name_that_could_lead_out_of_the_data_sets_folder_is_refused(string name)
    {
        Assert.Equal("name", _datasets.CheckName(name)?.Field);
    }

    [Fact]
    public void A_name_longer_than_a_folders_may_be_is_refused()
    {
        Assert.Equal("name", _datasets.CheckName(new('a', 4096))?.Field);
    }

    [Fact]
    public void An_ordinary_name_is_taken()
    {
        Assert.Null(_datasets.CheckName("flowers-102"));
    }
}
