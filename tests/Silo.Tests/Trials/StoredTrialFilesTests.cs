using Paretune.Dashboard.Trials;
using Paretune.Silo.Trials;
using Paretune.Storage.Files;

namespace Paretune.Silo.Tests.Trials;

public sealed class StoredTrialFilesTests : IDisposable
{
    private static readonly TrialId _trial = new(new("abcd1234"), 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-files-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(AttemptFile.Model, "model.safetensors")]
    [InlineData(AttemptFile.Evaluation, "evaluation.json")]
    [InlineData(AttemptFile.Mistakes, "mistakes.png")]
    public async Task Each_file_is_the_one_the_attempt_wrote_under_its_name(AttemptFile file, string name)
    {
        var files = new FolderStore(_folder.FullName);
        await files.Write(new(_trial, 2, name), stream => stream.WriteByte(7), default);
        var stored = new StoredTrialFiles(files);

        using var opened = await stored.Open(_trial, 2, file, default);

        Assert.Equal(7, opened?.ReadByte());
        Assert.Null(await stored.Open(_trial, 1, file, default));
    }
}
