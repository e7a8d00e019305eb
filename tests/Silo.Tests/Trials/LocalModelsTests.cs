using Paretune.Silo.Trials;

namespace Paretune.Silo.Tests.Trials;

public sealed class LocalModelsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../secret")]
    [InlineData("/etc")]
    [InlineData("a\0b")]
    public void An_id_that_could_lead_out_of_the_searches_folder_finds_nothing(string search)
    {
        var models = new LocalModels(Path.GetTempPath());

        Assert.Throws<ArgumentException>(() => models.Find(new(new(search), 1)));
    }

    [Fact]
    public void An_id_longer_than_a_folders_name_may_be_finds_nothing()
    {
        var models = new LocalModels(Path.GetTempPath());

        Assert.Throws<ArgumentException>(() => models.Find(new(new(new string('a', 4096)), 1)));
    }
}
