using System.Formats.Tar;
using System.Text;
using Paretune.Client.Api;

namespace Paretune.Client.Tests.Api;

public sealed class FolderPackTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-pack-");
    private readonly DirectoryInfo _other = Directory.CreateTempSubdirectory("paretune-pack-");

    [Fact]
    public async Task Links_are_followed_and_what_a_file_system_keeps_is_left_out()
    {
        Write(_other, "images/1.png");
        Write(_folder, "dog/1.png");
        Directory.CreateDirectory(PathOf("lost+found"));
        Directory.CreateSymbolicLink(PathOf("cat"), Path.Combine(_other.FullName, "images"));
        File.CreateSymbolicLink(PathOf("dog/2.png"), Path.Combine(_other.FullName, "images/1.png"));

        var names = await Packed();

        Assert.Equal(["cat/", "cat/1.png", "dog/", "dog/1.png", "dog/2.png"], names);
    }

    [Fact]
    public async Task A_folder_is_packed_to_the_same_bytes_each_time()
    {
        // Such a long name needs an entry of its own.
        Write(_folder, $"cat/{new string('ä', 100)}.png");

        var (first, again) = (await Pack(), await Pack());

        Assert.Equal(first.ToArray(), again.ToArray());
        // The format whose entries have the number of the process that packs.
        Assert.DoesNotContain("PaxHeaders", Encoding.ASCII.GetString(first.ToArray()), StringComparison.Ordinal);
        Assert.Equal(["cat/", $"cat/{new string('ä', 100)}.png"], await Packed());
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_named()
    {
        File.CreateSymbolicLink(PathOf("cat"), "/no/such/folder");

        var refusal = await Assert.ThrowsAsync<CommandException>(Packed);

        Assert.Contains($"{PathOf("cat")}: a link must point to a file or folder, but /no/such/folder is missing", refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_back_is_named()
    {
        Directory.CreateDirectory(PathOf("cat"));
        Directory.CreateSymbolicLink(PathOf("cat/again"), _folder.FullName);

        var refusal = await Assert.ThrowsAsync<CommandException>(Packed);

        Assert.Contains($"{PathOf("cat/again")}: a link must not point to a folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_a_name_is_named()
    {
        Write(_folder, "cat/a\nb.png");

        var refusal = await Assert.ThrowsAsync<CommandException>(Packed);

        Assert.Contains("names must not contain line breaks", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _other.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static void Write(DirectoryInfo folder, string name)
    {
        var path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, name);
    }

    private async Task<string[]> Packed()
    {
        var names = new List<string>();
        await using var tar = new TarReader(await Pack());
        while (await tar.GetNextEntryAsync() is { } entry)
            names.Add(entry.Name);
        return [.. names];
    }

    private async Task<MemoryStream> Pack()
    {
        var packed = new MemoryStream();
        await FolderPack.Write(_folder.FullName, packed, CancellationToken.None);
        packed.Position = 0;
        return packed;
    }
}
