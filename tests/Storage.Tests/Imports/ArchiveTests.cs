using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Paretune.Storage.Imports;
using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

public sealed class ArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _packed;

    public ArchiveTests()
    {
        _packed = Path.Combine(_folder.Home, "images");
        Directory.CreateDirectory(_folder.Home);
        for (var n = 0; n < 20; n++)
        {
            Drawing.Save(Path.Combine(_folder.Source, "images", "cat", $"{n}.png"), new SKColor((byte)n, 1, 1));
            Drawing.Save(Path.Combine(_folder.Source, "images", "dog", $"{n}.png"), new SKColor((byte)n, 2, 2));
        }
    }

    [Theory]
    [InlineData(".tar")]
    [InlineData(".tar.gz")]
    [InlineData(".zip")]
    public async Task A_packed_folder_imports_like_the_folder(string kind)
    {
        Pack(kind);

        var result = await Import();
        await _folder.Import();

        Assert.Empty(result.Errors);
        Assert.Equal(_folder.Store.Open("mine").Train.Pixels, _folder.Store.Open("packed").Train.Pixels);
    }

    [Theory]
    [InlineData("../escaped.txt")]
    [InlineData("/tmp/paretune-escaped.txt")]
    [InlineData("images/../../escaped.txt")]
    [InlineData("..\\escaped.txt")]
    [InlineData("C:/escaped.txt")]
    public async Task A_name_that_leaves_the_archive_is_an_error(string name)
    {
        using (var zip = ZipFile.Open(_packed, ZipArchiveMode.Create))
            zip.CreateEntry(name);

        var result = await Import();

        Assert.Contains($"must stay inside it, but is \"{name}\"", Assert.Single(result.Errors).Message);
        AssertOnlyTheArchive();
    }

    [Fact]
    public async Task Links_in_a_tar_are_errors()
    {
        using (var stream = File.Create(_packed))
        using (var tar = new TarWriter(stream))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "images/a") { LinkName = "/etc/passwd" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "images/b") { LinkName = "../b" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../c"));
        }

        var result = await Import();

        Assert.Equal(3, result.Errors.Length);
        Assert.Contains("\"images/a\" is a SymbolicLink", result.Errors[0].Message);
        AssertOnlyTheArchive();
    }

    [Fact]
    public async Task A_link_in_a_zip_is_an_error()
    {
        using (var zip = ZipFile.Open(_packed, ZipArchiveMode.Create))
            zip.CreateEntry("images/a").ExternalAttributes = unchecked((int)0xA1FF0000);

        var result = await Import();

        Assert.Contains("\"images/a\" is a link", Assert.Single(result.Errors).Message);
    }

    [Theory]
    [InlineData(".tar.gz")]
    [InlineData(".zip")]
    [InlineData(".tar")]
    public async Task An_archive_that_was_cut_is_a_error_with_its_offset(string kind)
    {
        Pack(kind);
        using (var stream = File.OpenWrite(_packed))
            stream.SetLength(stream.Length / 2);

        var result = await Import();

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("images@", error.Field);
        Assert.Contains("the archive is incomplete or damaged", error.Message);
        AssertOnlyTheArchive();
    }

    [Theory]
    [InlineData(".tar.gz")]
    [InlineData(".zip")]
    public void Unpacking_stops_before_it_uses_the_space_that_must_stay_free(string kind)
    {
        const long Least = 1_000_000, Free = Least + 2_000_000;
        File.WriteAllBytes(Path.Combine(_folder.Source, "images", "cat", "zeros.png"), new byte[20_000_000]);
        Pack(kind);
        var unpacked = Directory.CreateDirectory(Path.Combine(_folder.Home, "unpacked"));
        long Used() => unpacked.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        var run = new ImportRun(new(), null, default)
        {
            Choices = new() { LeaveFree = Least },
            FreeBytes = folder => Free - Used(),
        };

        var error = Assert.Throws<IOException>(() => Archive.Unpack(_packed, unpacked.FullName, run));

        Assert.StartsWith("an import must leave 1000000 bytes of the disk free, but ", error.Message, StringComparison.Ordinal);
        Assert.InRange(Used(), 1_000_000, Free - Least);
    }

    [Fact]
    public async Task Converted_images_leave_the_space_that_must_stay_free()
    {
        var result = await _folder.Store.Import("mine", _folder.Source, new() { LeaveFree = long.MaxValue });

        Assert.Contains(
            "an import must leave 9223372036854775807 bytes of the disk free", Assert.Single(result.Errors).Message,
            StringComparison.Ordinal);
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task What_is_no_archive_is_an_error()
    {
        await File.WriteAllTextAsync(_packed, "hello", Encoding.UTF8);

        var result = await Import();

        Assert.Equal("images@0", Assert.Single(result.Errors).Field);
    }

    [Fact]
    public async Task An_archive_of_nothing_known_is_an_error()
    {
        using (var zip = ZipFile.Open(_packed, ZipArchiveMode.Create))
            zip.CreateEntry("readme.txt");

        var result = await Import();

        Assert.Contains("holds none of these", Assert.Single(result.Errors).Message);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ImportResult> Import() => _folder.Store.Import("packed", _packed);

    private void AssertOnlyTheArchive()
    {
        _folder.AssertNothingImported();
        Assert.Equal([_packed, Path.Combine(_folder.Home, "datasets")], Directory.GetFileSystemEntries(_folder.Home).OrderDescending());
        Assert.False(File.Exists("/tmp/paretune-escaped.txt"));
    }

    private void Pack(string kind)
    {
        if (kind == ".zip")
        {
            ZipFile.CreateFromDirectory(_folder.Source, _packed);
            return;
        }

        using var file = File.Create(_packed);
        using Stream target = kind == ".tar.gz" ? new GZipStream(file, CompressionLevel.Fastest) : file;
        TarFile.CreateFromDirectory(_folder.Source, target, includeBaseDirectory: false);
    }
}
