using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

/// <summary>Which folders of a source are its splits, and how other folders are treated.</summary>
public sealed class SplitFoldersTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("val")]
    [InlineData("valid")]
    [InlineData("Validation")]
    [InlineData("dev")]
    public async Task A_validation_folder_is_the_validation_split_and_the_test_split_is_cut_from_train(string validation)
    {
        Save("train", 20);
        Save(validation, 3);

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        Assert.Equal((36, 6, 4), (result.Dataset!.TrainImages, result.Dataset.ValidationImages, result.Dataset.TestImages));
        Assert.Equal([0, 0, 0, 1, 1, 1], _folder.Store.Open("mine").Validation!.Labels);
        Assert.Contains($"Validation: the 6 images of {validation}.", _folder.Store.Account("mine")!.Notes);
    }

    [Fact]
    public async Task All_three_splits_are_used_where_all_are_there()
    {
        Save("train", 4);
        Save("valid", 3);
        Save("test", 2);

        var result = await _folder.Import();

        Assert.Equal((8, 6, 4), (result.Dataset!.TrainImages, result.Dataset.ValidationImages, result.Dataset.TestImages));
        Assert.Equal(18, _folder.Store.Account("mine")!.Taken);
    }

    [Fact]
    public async Task Splits_without_train_are_refused_instead_of_becoming_classes()
    {
        Save("valid", 3);
        Save("test", 3);

        var result = await _folder.Import();

        Assert.Contains(result.Errors, error => error.Message.Contains(
            "must have a folder train next to it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_folders_for_one_split_are_refused()
    {
        Save("train", 4);
        Save("val", 2);
        Save("valid", 2);

        var result = await _folder.Import();

        Assert.Contains("val and valid are the same split", result.Errors[0].Message);
    }

    [Theory]
    [InlineData("cat/2024/1.png", "2 .png outside a class folder")]
    [InlineData("loose.png", "2 .png outside a class folder")]
    [InlineData("cat/scan.tif", "2 .tif")]
    public async Task Images_that_cannot_be_placed_are_refused_unless_they_may_be_skipped(string file, string told)
    {
        Save("", 4);
        Drawing.Save(PathOf(file), SKColors.Red);
        Drawing.Save(PathOf(file.Replace(".", "2.", StringComparison.Ordinal)), SKColors.Blue);

        var refused = await _folder.Import();
        var skipped = await _folder.Store.Import("mine", _folder.Source, new(Skip: true));

        Assert.Contains(told, Assert.Single(refused.Errors).Message);
        Assert.Equal(8, skipped.Dataset!.TrainImages + skipped.Dataset.TestImages);
        Assert.Equal(told, Assert.Single(_folder.Store.Account("mine")!.LeftOut) is var left ? $"{left.Files} {left.What}" : "");
    }

    [Fact]
    public async Task Other_files_are_left_out_and_counted()
    {
        Save("", 4);
        File.WriteAllText(PathOf("readme.txt"), "hello");
        File.WriteAllText(PathOf("cat/.DS_Store"), "");
        File.WriteAllText(PathOf("cat/labels.csv"), "");
        File.WriteAllText(PathOf("dog/notes.txt"), "");
        Directory.CreateDirectory(PathOf("lost+found"));

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        Assert.Equal(
            [(2, ".txt", "dog/notes.txt"), (1, ".csv", "cat/labels.csv"), (1, "hidden or system files", "cat/.DS_Store")],
            _folder.Store.Account("mine")!.LeftOut.Select(left => (left.Files, left.What, left.Example)));
    }

    [Fact]
    public async Task Images_of_other_formats_and_without_an_ending_are_taken()
    {
        Save("", 4);
        Encode("cat/5.webp", SKEncodedImageFormat.Webp);
        Encode("cat/6.jfif", SKEncodedImageFormat.Jpeg);
        Encode("cat/7", SKEncodedImageFormat.Png);
        File.WriteAllBytes(PathOf("dog/5.bmp"), Bitmap.Compute(16));
        File.WriteAllBytes(PathOf("dog/6.gif"), Bitmap.Gif);

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        Assert.Equal(13, _folder.Store.Account("mine")!.Taken);
    }

    [Fact]
    public async Task Images_that_do_not_decode_can_be_skipped()
    {
        Save("", 4);
        File.WriteAllText(PathOf("cat/broken.png"), "no image");
        File.WriteAllBytes(PathOf("dog/short.png"), File.ReadAllBytes(PathOf("dog/0.png"))[..60]);

        var result = await _folder.Store.Import("mine", _folder.Source, new(Skip: true));

        Assert.Equal(8, result.Dataset!.TrainImages + result.Dataset.TestImages);
        Assert.Equal((2, "that cannot be decoded"), Assert.Single(_folder.Store.Account("mine")!.LeftOut) is var left ? (left.Files,
            left.What) : default);
    }

    [Fact]
    public async Task Classes_whose_names_look_the_same_are_refused()
    {
        Drawing.Save(PathOf("cat/1.png"), SKColors.Red);
        Drawing.Save(PathOf("cat /1.png"), SKColors.Red);

        var result = await _folder.Import();

        Assert.Contains(result.Errors, error => error.Message.Contains("2 folders are called \"cat\"", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => Path.Combine(_folder.Source, file);

    private void Save(string split, int images)
    {
        foreach (var name in new[] { "cat", "dog" })
            for (var n = 0; n < images; n++)
                Drawing.Save(PathOf(Path.Combine(split, name, $"{n}.png")), new SKColor((byte)n, 1, 1));
    }

    private void Encode(string file, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(16, 16);
        using var data = bitmap.Encode(format, 100);
        File.WriteAllBytes(PathOf(file), data.ToArray());
    }
}
