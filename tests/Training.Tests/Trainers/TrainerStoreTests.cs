using Paretune.Testing;
using Paretune.Training.Trainers;

namespace Paretune.Training.Tests.Trainers;

public sealed class TrainerStoreTests : IDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly TrainerStore store;

    public TrainerStoreTests() => store = new(home.Path);

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_home_without_trainers_lists_none() => Assert.Empty(store.List());

    [Fact]
    public void What_lies_there_is_listed_whether_it_can_be_used_or_not()
    {
        ExampleTrainer.Install(home.Path);
        Lay("broken", "assembly: 7");
        Directory.CreateDirectory(Path.Combine(home.Path, "trainers", "empty"));

        var listed = store.List();

        Assert.Equal(["broken", "code-lines", "empty"], listed.Select(one => one.Name));
        Assert.Equal(["channels", "layers", "kernel", "pooling", "dropout"], listed[1].Declaration!.Hyperparameters.Select(one => one.Name));
        Assert.Equal("assembly", Assert.Single(listed[0].Faults.DistinctBy(fault => fault.Field)).Field);
        Assert.Equal("trainer.yaml", Assert.Single(listed[2].Faults).Field);
    }

    [Fact]
    public void A_trainer_is_loaded_once()
    {
        ExampleTrainer.Install(home.Path);

        Assert.Same(store.Load("code-lines"), store.Load("code-lines"));
    }

    [Fact]
    public void A_trainer_that_is_not_there_is_named_with_where_it_belongs()
    {
        var missing = Assert.Throws<KeyNotFoundException>(() => store.Load("absent"));

        Assert.Contains(Path.Combine(home.Path, "trainers", "absent"), missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assembly: Absent.dll", "Absent.dll is not there; publish the project into that folder")]
    [InlineData("assembly: trainer.txt", "cannot be used: trainer.yaml: assembly must name the .dll")]
    [InlineData("assembly: Text.dll", "cannot be loaded")]
    [InlineData("assembly: CodeLines.Empty.dll", "must hold one public class")]
    public void One_that_cannot_be_loaded_says_why_and_may_be_mended(string declaration, string said)
    {
        var folder = Lay("torn", declaration);
        File.WriteAllText(Path.Combine(folder, "Text.dll"), "no assembly");
        File.Copy(typeof(Cost).Assembly.Location, Path.Combine(folder, "CodeLines.Empty.dll"));

        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => store.Load("torn")).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
        Directory.Move(ExampleTrainer.Install(home.Path), folder);
        Assert.NotNull(store.Load("torn"));
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("mobilenet")]
    public void A_name_never_leads_out_of_the_folder(string name) => Assert.Throws<ArgumentException>(() => store.Load(name));

    private string Lay(string name, string declaration)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.Path, "trainers", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "trainer.yaml"), declaration);
        return folder;
    }
}
