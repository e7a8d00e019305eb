using Paretune.Storage.Datasets;

namespace Paretune.Storage.Tests.Datasets;

public sealed class DatasetNameTests
{
    private readonly DatasetPreview _preview = new(new DatasetStore(Path.GetTempPath()));

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
    public async Task A_name_that_could_lead_out_of_the_data_sets_folder_is_refused(string name)
    {
        Assert.Equal("name", DatasetStore.CheckName(name)?.Field);
        Assert.Null(await _preview.Show(name, default));
        Assert.Null(await _preview.Samples(name, 0, default));
    }

    [Fact]
    public async Task Of_a_data_set_there_is_counts_and_samples_are_shown()
    {
        Assert.Equal([.. Enumerable.Repeat(200, 10)], (await _preview.Show("shapes", default))!.TrainCounts);
        Assert.Equal("PNG"u8.ToArray(), (await _preview.Samples("shapes", 9, default))![1..4]);
    }

    [Fact]
    public void A_name_longer_than_a_folders_may_be_is_refused()
    {
        Assert.Equal("name", DatasetStore.CheckName(new('a', 4096))?.Field);
    }

    [Fact]
    public void An_ordinary_name_is_taken()
    {
        Assert.Null(DatasetStore.CheckName("flowers-102"));
    }
}
