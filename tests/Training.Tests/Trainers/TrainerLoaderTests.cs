using Paretune.Storage.Trainers;
using Paretune.Testing;
using Paretune.Training.Trainers;

namespace Paretune.Training.Tests.Trainers;

public sealed class TrainerLoaderTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TrainerLoader _trainers;

    public TrainerLoaderTests() => _trainers = new(new TrainerStore(_home.Path));

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_trainer_is_loaded_once()
    {
        ExampleTrainer.Install(_home.Path);

        Assert.Same(_trainers.Load(Job("code-lines")), _trainers.Load(Job("code-lines")));
    }

    [Fact]
    public void A_trainer_that_is_not_there_is_named_with_where_it_belongs()
    {
        var missing = Assert.Throws<KeyNotFoundException>(() => _trainers.Load(Job("absent")));

        Assert.Contains(Path.Combine(_home.Path, "trainers", "absent"), missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assembly: Absent.dll", "Absent.dll does not exist; publish the project into that folder")]
    [InlineData("assembly: trainer.txt", "cannot be used: trainer.yaml: assembly must name the .dll")]
    [InlineData("assembly: Text.dll", "cannot be loaded")]
    [InlineData("assembly: CodeLines.Empty.dll", "must hold one public class")]
    public void One_that_cannot_be_loaded_says_why_and_may_be_mended(string declaration, string said)
    {
        var folder = Lay("torn", declaration);
        File.WriteAllText(Path.Combine(folder, "Text.dll"), "no assembly");
        File.Copy(typeof(Cost).Assembly.Location, Path.Combine(folder, "CodeLines.Empty.dll"));

        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => _trainers.Load(Job("torn"))).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
        Directory.Move(ExampleTrainer.Install(_home.Path), folder);
        Assert.NotNull(_trainers.Load(Job("torn")));
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("mobilenet")]
    public void A_name_never_leads_out_of_the_folder(string name) => Assert.Throws<ArgumentException>(() => _trainers.Load(Job(name)));

    private static Job Job(string trainer) => new(trainer, trainer, new(1, 1, 1, 0.001, 0, 1), 32, 1, 1) { Trainer = trainer };

    private string Lay(string name, string declaration)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home.Path, "trainers", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "trainer.yaml"), declaration);
        return folder;
    }
}
