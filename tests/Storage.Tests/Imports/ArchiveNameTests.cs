using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Paretune.Storage.Imports;
using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

/// <summary>Names of archive entries: their encoding, their separators, duplicates.</summary>
public sealed class ArchiveNameTests : IDisposable
{
    private static readonly string[] Korean = ["고양이", "강아지", "거북이"];

    private readonly TempFolder _folder = new();
    private readonly string _packed;
    private readonly byte[] _image;

    public ArchiveNameTests()
    {
        Directory.CreateDirectory(_folder.Home);
        _packed = Path.Combine(_folder.Home, "images");
        Drawing.Save(Path.Combine(_folder.Path, "image.png"), SKColors.Red);
        _image = File.ReadAllBytes(Path.Combine(_folder.Path, "image.png"));
    }

    [Fact]
    public async Task Names_that_are_not_utf8_are_refused_with_what_to_do()
    {
        Zip(Cp949(), Korean);

        var result = await Import();

        var error = Assert.Single(result.Errors);
        Assert.Contains("6 of 6 are not, such as \"\\xB0\\xED", error.Message);
        Assert.Contains("--encoding cp949", error.Message);
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task Names_are_read_in_the_encoding_that_is_given()
    {
        Zip(Cp949(), Korean);
        var (choices, errors) = ImportChoices.Parse(size: null, encoding: "cp949", skip: null);

        var result = await _folder.Store.Import("packed", _packed, choices);

        Assert.Empty(errors);
        Assert.Equal(Korean.Order(StringComparer.Ordinal), result.Dataset!.Classes);
    }

    [Theory]
    [InlineData("CP949")]
    [InlineData("windows-949")]
    [InlineData("949")]
    [InlineData("euc-kr")]
    [InlineData("Shift_JIS")]
    [InlineData("gb18030")]
    [InlineData("cp437")]
    [InlineData("utf-8")]
    public void Encodings_are_known_by_name_and_number(string name) =>
        Assert.NotNull(ImportChoices.Parse(null, name, null).Choices.NameEncoding);

    [Fact]
    public void Choices_that_mean_nothing_are_all_reported() =>
        Assert.Equal(["size", "encoding", "skip"], ImportChoices.Parse("3", "klingon", "perhaps").Errors.Select(error => error.Field));

    [Fact]
    public async Task Utf8_names_without_the_mark_are_read()
    {
        Zip(new UTF8Encoding(false), ["café", "thé"]);
        ClearFlags();

        var result = await Import();

        Assert.Equal(["café", "thé"], result.Dataset!.Classes);
    }

    [Fact]
    public async Task The_unicode_name_in_the_extra_field_is_honoured()
    {
        File.WriteAllBytes(_packed, ZipWithUnicodeField([("cat", "고양이"), ("dog", "강아지")]));

        var result = await Import();

        Assert.Equal(["강아지", "고양이"], result.Dataset!.Classes);
    }

    [Theory]
    [InlineData("cat/1.png")]
    [InlineData("./cat/1.png")]
    [InlineData("cat/./1.png")]
    public async Task Two_entries_on_one_path_are_refused(string second)
    {
        using (var zip = ZipFile.Open(_packed, ZipArchiveMode.Create))
            foreach (var name in new[] { "cat/1.png", second, "dog/1.png" })
                Write(zip, name);

        var result = await Import();

        Assert.Contains($"must hold each file once, but \"{second}\" is in it twice", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_tar_s_names_that_are_not_utf8_are_refused()
    {
        using (var stream = File.Create(_packed))
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "c__t/1.png") { DataStream = new MemoryStream(_image) });
        var bytes = File.ReadAllBytes(_packed);
        (bytes[1], bytes[2]) = (0xE9, 0xB0);
        Mend(bytes);
        File.WriteAllBytes(_packed, bytes);

        var result = await Import();

        Assert.Contains("names in a tar must be UTF-8", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_line_break_in_a_name_is_named()
    {
        using (var zip = ZipFile.Open(_packed, ZipArchiveMode.Create))
            Write(zip, "ca\nt/1.png");

        var result = await Import();

        Assert.Contains("line breaks or other control characters, but is \"ca\\x0At/1.png\"", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_colon_is_a_letter_like_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        using (var zip = ZipFile.Open(_packed, ZipArchiveMode.Create))
            foreach (var name in new[] { "cat/shot 10:30.png", "cat/shot 10:31.png", "dog/a:1.png", "dog/a:2.png" })
                Write(zip, name);

        var result = await Import();

        Assert.Equal((2, 2), (result.Dataset?.TrainImages, result.Dataset?.TestImages));
    }

    [Fact]
    public async Task The_oldest_tar_is_read()
    {
        using (var stream = File.Create(_packed))
        using (var tar = new TarWriter(stream, TarEntryFormat.V7))
            foreach (var name in new[] { "cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png" })
                tar.WriteEntry(new V7TarEntry(TarEntryType.V7RegularFile, name) { DataStream = new MemoryStream(_image) });

        var result = await Import();

        Assert.Empty(result.Errors);
        Assert.Equal(["cat", "dog"], result.Dataset!.Classes);
    }

    [Theory]
    [InlineData("BZh91AY&SY", "is a bzip2 file")]
    [InlineData("7z\u00BC\u00AF'\u001c", "is a 7-Zip archive")]
    [InlineData("Rar!\u001a\u0007", "is a RAR archive")]
    public async Task Other_archives_are_named(string start, string told)
    {
        File.WriteAllBytes(_packed, Encoding.Latin1.GetBytes(start.PadRight(1000, 'x')));

        var result = await Import();

        Assert.Contains(told, Assert.Single(result.Errors).Message);
    }

    public void Dispose() => _folder.Dispose();

    private static Encoding Cp949() => CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    private Task<ImportResult> Import() => _folder.Store.Import("packed", _packed);

    private void Zip(Encoding encoding, string[] classes)
    {
        using var zip = new ZipArchive(File.Create(_packed), ZipArchiveMode.Create, leaveOpen: false, encoding);
        foreach (var name in classes)
            for (var n = 0; n < 2; n++)
                Write(zip, $"{name}/{n}.png");
    }

    private void Write(ZipArchive zip, string name)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(_image);
    }

    /// <summary>Clears the UTF-8 flag in all headers.</summary>
    private void ClearFlags()
    {
        var bytes = File.ReadAllBytes(_packed);
        for (var at = 0; at + 10 < bytes.Length; at++)
        {
            if (bytes.AsSpan(at, 4) is [(byte)'P', (byte)'K', 3, 4])
                bytes[at + 7] = 0;
            else if (bytes.AsSpan(at, 4) is [(byte)'P', (byte)'K', 1, 2])
                bytes[at + 9] = 0;
        }

        File.WriteAllBytes(_packed, bytes);
    }

    /// <summary>
    /// Creates a ZIP of stored entries, two images per class, with plain ASCII names and the real names in Info-ZIP's extra field.
    /// </summary>
    private byte[] ZipWithUnicodeField((string Plain, string Real)[] classes)
    {
        var (zip, directory) = (new MemoryStream(), new MemoryStream());
        var names = classes.SelectMany(one => new[] { 1, 2 }.Select(n => (Plain: $"{one.Plain}/{n}.png",
            Real: $"{one.Real}/{n}.png"))).ToArray();
        foreach (var (plain, real) in names)
        {
            var (name, unicode) = (Encoding.ASCII.GetBytes(plain), Encoding.UTF8.GetBytes(real));
            byte[] extra = [0x75, 0x70, (byte)(5 + unicode.Length), 0, 1, .. Le(Drawing.Crc32(name)), .. unicode];
            byte[] common =
            [
                20, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Le(Drawing.Crc32(_image)), .. Le((uint)_image.Length), .. Le((uint)_image.Length),
                (byte)name.Length, 0,
            ];
            directory.Write([(byte)'P', (byte)'K', 1, 2, 20, 0, .. common, (byte)extra.Length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                .. Le((uint)zip.Length)]);
            directory.Write([.. name, .. extra]);
            zip.Write([(byte)'P', (byte)'K', 3, 4, .. common, 0, 0, .. name, .. _image]);
        }

        var start = (uint)zip.Length;
        zip.Write(directory.ToArray());
        var count = (byte)names.Length;
        zip.Write([(byte)'P', (byte)'K', 5, 6, 0, 0, 0, 0, count, 0, count, 0, .. Le((uint)directory.Length), .. Le(start), 0, 0]);
        return zip.ToArray();
    }

    private static byte[] Le(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>Corrects the checksum of a tar's first header.</summary>
    private static void Mend(byte[] tar)
    {
        "        "u8.CopyTo(tar.AsSpan(148));
        var sum = tar.AsSpan(0, 512).ToArray().Sum(one => one);
        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(tar, 148);
    }
}
