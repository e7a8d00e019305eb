using Paretune.Storage.Imports;

namespace Paretune.Storage.Tests.Imports;

public sealed class WorkFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_claim_that_fails_leaves_the_name_to_the_next()
    {
        var taken = Path.Combine(_folder.Path, ".cats");
        File.WriteAllText(taken, "");
        Assert.ThrowsAny<IOException>(() => WorkFolder.Claim(_folder.Path, "cats"));
        File.Delete(taken);

        using var work = WorkFolder.Claim(_folder.Path, "cats");

        Assert.True(Directory.Exists(work.Path));
    }
}
