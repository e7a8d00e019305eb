using Paretune.Storage.Trainers;
using Paretune.Testing;

namespace Paretune.Storage.Tests.Trainers;

public sealed class TrainerStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TrainerStore _store;

    public TrainerStoreTests() => _store = new(_folder.Home);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_home_without_trainers_lists_none() => Assert.Empty(_store.List());

    [Fact]
    public void What_lies_there_is_listed_whether_it_can_be_used_or_not()
    {
        Lay(LinesTrainer.Name, LinesTrainer.Declared);
        Lay("broken", "assembly: 7");
        Directory.CreateDirectory(Path.Combine(_folder.Home, "trainers", "empty"));

        var listed = _store.List();

        Assert.Equal(["broken", "empty", "lines"], listed.Select(one => one.Name));
        Assert.Equal("assembly", Assert.Single(listed[0].Errors.DistinctBy(error => error.Field)).Field);
        Assert.Equal("trainer.yaml", Assert.Single(listed[1].Errors).Field);
        Assert.Equal(["channels", "dropout", "pooling"], listed[2].Declaration!.Hyperparameters.Select(one => one.Name));
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("mobilenet")]
    public void A_name_never_leads_out_of_the_folder(string name)
    {
        Assert.Throws<ArgumentException>(() => _store.Folder(name));
        Assert.Throws<ArgumentException>(() => _store.Read(name));
    }

    private void Lay(string name, string declaration)
    {
        var trainer = Directory.CreateDirectory(Path.Combine(_folder.Home, "trainers", name)).FullName;
        File.WriteAllText(Path.Combine(trainer, "trainer.yaml"), declaration);
    }
}
