using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

public sealed class TinyImageNetLayoutTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public TinyImageNetLayoutTests()
    {
        foreach (var wnid in new[] { "n00000001", "n00000002" })
        {
            Drawing.Save(PathOf($"train/{wnid}/images/{wnid}_0.JPEG"), SKColors.Red);
            Drawing.Save(PathOf($"train/{wnid}/images/{wnid}_1.JPEG"), SKColors.Blue);
        }

        Drawing.Save(PathOf("val/images/val_0.JPEG"), SKColors.White);
        Drawing.Save(PathOf("val/images/val_1.JPEG"), SKColors.Black);
        Write("wnids.txt", "n00000002\nn00000001\n");
        Write("words.txt", "n00000001\tgoldfish, Carassius auratus\nn00000003\tother\n");
        Write("val/val_annotations.txt", "val_1.JPEG\tn00000001\t0\t0\t1\t1\nval_0.JPEG\tn00000002\t0\t0\t1\t1\n");
    }

    [Fact]
    public async Task Classes_follow_wnids_and_annotations_label_the_test_split()
    {
        var result = await _folder.Import();

        var data = _folder.Store.Open("mine");
        Assert.Equal(["n00000002", "goldfish"], result.Dataset!.Classes);
        Assert.Equal([0, 0, 1, 1], data.Train.Labels);
        Assert.Equal([1, 0], data.Test.Labels);
        Assert.Equal([0, 255], [data.Test.Pixels[0], data.Test.Pixels[768]]);
    }

    [Fact]
    public async Task All_errors_are_found_with_their_line_s_offset()
    {
        Write("wnids.txt", "n00000002\n../escape\nn00000001\nn00000004\n");
        Write("val/val_annotations.txt", "val_1.JPEG\tn00000001\nval_9.JPEG\tn00000002\nval_1.JPEG\tn00000001\n");

        var result = await _folder.Import();

        Assert.Equal(
            ["train/n00000004/images", "val/images/val_0.JPEG", "val/val_annotations.txt@21", "val/val_annotations.txt@42", "wnids.txt@10"],
            result.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task A_class_that_is_not_in_wnids_is_an_error()
    {
        Write("val/val_annotations.txt", "val_1.JPEG\tn00000001\nval_0.JPEG\tn00000007\n");

        var result = await _folder.Import();

        Assert.Equal("val/val_annotations.txt@21", Assert.Single(result.Errors).Field);
    }

    [Fact]
    public async Task Missing_annotations_are_an_error()
    {
        File.Delete(PathOf("val/val_annotations.txt"));

        var result = await _folder.Import();

        Assert.Contains(result.Errors, error => error.Field == "val/val_annotations.txt");
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => Path.Combine(_folder.Source, file);

    private void Write(string file, string text) => File.WriteAllText(PathOf(file), text);
}
