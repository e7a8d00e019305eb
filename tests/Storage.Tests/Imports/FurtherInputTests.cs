using System.IO.Compression;
using System.Text;
using Paretune.Storage.Imports;
using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

/// <summary>More inputs of the kinds that users reported, as other programs write them.</summary>
public sealed class FurtherInputTests : IDisposable
{
    private static readonly string[] Files = ["cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"];

    private readonly TempFolder _folder = new();
    private readonly byte[] _image;

    public FurtherInputTests()
    {
        Drawing.Save(Packed, SKColors.Red);
        _image = File.ReadAllBytes(Packed);
    }

    private string Packed => Path.Combine(_folder.Path, "packed.png");

    [Theory]
    [InlineData("shift_jis", "猫", "犬")]
    [InlineData("gb18030", "猫", "狗")]
    [InlineData("cp1252", "Äpfel", "Öl")]
    public async Task Names_of_other_countries_are_refused_until_their_encoding_is_given(string encoding, params string[] classes)
    {
        var (choices, _) = ImportChoices.Parse(null, encoding, null);
        var zip = Zip(choices.NameEncoding, [.. classes.SelectMany(name => new[] { $"{name}/1.png", $"{name}/2.png" })]);

        var refused = await _folder.Store.Import("mine", zip);
        var taken = await _folder.Store.Import("mine", zip, choices);

        Assert.Contains("--encoding", Assert.Single(refused.Errors).Message);
        Assert.Equal(classes.Order(StringComparer.Ordinal), taken.Dataset!.Classes);
    }

    [Fact]
    public async Task One_entry_with_a_password_is_enough_to_refuse_all()
    {
        var zip = Zip(null, Files);
        Alter(zip, entry: 2, at: 8, value: 1);

        Assert.Contains("must not need a password, but \"dog/1.png\" does", Assert.Single((await Import(zip)).Errors).Message);
    }

    [Theory]
    [InlineData(14, "LZMA (method 14)")]
    [InlineData(93, "Zstandard (method 93)")]
    public async Task Newer_methods_are_named(byte method, string told)
    {
        var zip = Zip(null, Files);
        Alter(zip, entry: 0, at: 10, value: method);

        Assert.Contains(told, Assert.Single((await Import(zip)).Errors).Message);
    }

    [Fact]
    public async Task Folders_of_folders_around_splits_in_capitals_are_looked_through()
    {
        foreach (var split in new[] { "Training", "Validation", "Testing" })
            foreach (var file in Files)
                Draw($"export/data-2026/{split}/{file}");

        var dataset = (await Import(_folder.Source)).Dataset!;

        Assert.Equal((4, 4, 4), (dataset.TrainImages, dataset.ValidationImages, dataset.TestImages));
    }

    [Fact]
    public async Task A_table_as_a_spreadsheet_of_europe_writes_it_is_read_from_an_archive_of_windows()
    {
        foreach (var file in Files)
            Draw($"bilder/{file.Replace('/', '-')}");
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Source, "labels.csv"),
            "Label;File;Split\r\nÄpfel;bilder\\cat-1.png;train\r\nÄpfel;bilder\\cat-2.png;test\r\n"
            + "\"Birne; grün\";bilder\\dog-1.png;train\r\n"
            + "\"Birne; grün\";bilder\\dog-2.png;test\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        var result = await Import(_folder.Source);

        Assert.Empty(result.Errors);
        Assert.Equal(["Birne; grün", "Äpfel"], result.Dataset!.Classes);
        Assert.Equal((2, 2), (result.Dataset.TrainImages, result.Dataset.TestImages));
    }

    [Fact]
    public async Task Ten_bits_of_a_scanner_fill_the_range()
    {
        foreach (var file in Files)
            Drawing.SaveDeep(Path.Combine(_folder.Source, file), 16, at => at * 1023 / 255);

        var dataset = (await Import(_folder.Source)).Dataset!;

        Assert.Equal((10, true), (dataset.PixelBits, dataset.IsGrey));
        Assert.Equal(Enumerable.Range(0, 256).Select(at => (byte)at), _folder.Store.Open("mine").Train.Pixels[..256]);
    }

    [Fact]
    public async Task A_class_of_two_among_many_is_in_every_split_and_warned_of()
    {
        for (var at = 0; at < 40; at++)
            Draw($"common/{at}.png");
        Draw("rare/1.png");
        Draw("rare/2.png");

        var dataset = (await Import(_folder.Source)).Dataset!;

        Assert.Equal((1, 1), (Compute(_folder.Store.Open("mine").Train), Compute(_folder.Store.Open("mine").Test)));
        Assert.Equal(new(Fewest: 1, Most: 36, Rare: 1, "rare"), dataset.Balance);
        Assert.Contains(
            "Few images: class \"rare\" has 1 training images; metrics for it are unreliable.", _folder.Store.Account("mine")!.Notes);

        static int Compute(Paretune.Storage.Datasets.ImageSplit split) => split.Labels.Count(label => label == 1);
    }

    [Fact]
    public async Task What_macOS_and_a_camera_add_is_left_out_and_counted()
    {
        var zip = Zip(null, [.. Files, "__MACOSX/cat/._1.png", "cat/._1.png", "cat/.DS_Store", "dog/Thumbs.db", "dog/._1.png"]);

        var result = await Import(zip);

        Assert.Equal((4, 5), (result.Dataset!.TrainImages + result.Dataset.TestImages,
            _folder.Store.Account("mine")!.LeftOut.Sum(left => left.Files)));
    }

    [Fact]
    public async Task A_portrait_that_a_phone_stored_lying_is_imported_standing()
    {
        foreach (var file in Files)
            SaveLying(Path.Combine(_folder.Source, Path.ChangeExtension(file, ".jpg")));

        await Import(_folder.Source);

        // Stored rotated (EXIF 8): shown, red is at the top and blue at the bottom.
        var (pixels, plane) = (_folder.Store.Open("mine").Train.Pixels, 32 * 32);
        Assert.True(pixels[5 * 32 + 16] > 200 && pixels[2 * plane + 26 * 32 + 16] > 200);
    }

    [Fact]
    public async Task Another_size_is_made_of_originals_that_were_kept_and_of_none_that_were_not()
    {
        var zip = Zip(null, Files);
        await _folder.Store.Import("mine", zip, new(KeepOriginals: true, Augmentation: "none"));
        await _folder.Store.Import("plain", zip);
        File.Delete(zip);

        var made = await _folder.Store.Resize("mine", "small", 8);
        var refused = await _folder.Store.Resize("plain", "other", 8);

        Assert.Equal((8, 2, "none"), (made.Dataset!.Size, made.Dataset.TrainImages, made.Dataset.Augmentation));
        Assert.Contains(
            "delete it first (paretune data delete plain), then import it again with --keep-originals",
            Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public async Task Originals_cannot_be_added_to_a_dataset_by_importing_it_again()
    {
        var zip = Zip(null, Files);
        await _folder.Store.Import("plain", zip);

        var again = await _folder.Store.Import("plain", zip, new(KeepOriginals: true));
        await _folder.Store.Delete("plain", CancellationToken.None);
        var kept = await _folder.Store.Import("plain", zip, new(KeepOriginals: true));
        var same = await _folder.Store.Import("plain", zip, new(KeepOriginals: true));

        var refused = Assert.Single(again.Errors);
        Assert.Equal("keep", refused.Field);
        Assert.Contains("plain was imported before without its originals", refused.Message);
        Assert.Equal((true, true), (kept.Errors.IsEmpty, same.Errors.IsEmpty));
        Assert.Equal(8, (await _folder.Store.Resize("plain", "other", 8)).Dataset!.Size);
    }

    [Fact]
    public async Task A_folder_whose_originals_are_never_kept_can_be_imported_again()
    {
        foreach (var file in Files)
            Draw(file);

        await _folder.Store.Import("mine", _folder.Source, new(KeepOriginals: true));
        var again = await _folder.Store.Import("mine", _folder.Source, new(KeepOriginals: true));

        Assert.Empty(again.Errors);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ImportResult> Import(string path) => _folder.Store.Import("mine", path);

    private void Draw(string file) => Drawing.Save(Path.Combine(_folder.Source, file), SKColors.Red);

    private string Zip(Encoding? names, params string[] entries)
    {
        var path = Path.Combine(_folder.Path, "packed.zip");
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create, leaveOpen: false, names ?? Encoding.UTF8);
        foreach (var name in entries)
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(_image);
        }

        return path;
    }

    /// <summary>Changes one byte of an entry in the central directory.</summary>
    private static void Alter(string zip, int entry, int at, byte value)
    {
        var bytes = File.ReadAllBytes(zip);
        var where = 0;
        for (var count = 0; count <= entry; count++)
            where += bytes.AsSpan(where).IndexOf("PK\u0001\u0002"u8) + (count < entry ? 4 : 0);
        bytes[where + at] = value;
        File.WriteAllBytes(zip, bytes);
    }

    /// <summary>
    /// Saves an image with red on the right and blue on the left, whose EXIF orientation rotates it by a quarter to the left.
    /// </summary>
    private static void SaveLying(string path)
    {
        using var bitmap = new SKBitmap(32, 32);
        bitmap.Erase(SKColors.Blue);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint())
        {
            paint.Color = SKColors.Red;
            canvas.DrawRect(16, 0, 16, 32, paint);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100);
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*\0\0\0\u0008"u8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0,
        ];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [.. data.ToArray()[..2], .. exif, .. data.ToArray()[2..]]);
    }
}
