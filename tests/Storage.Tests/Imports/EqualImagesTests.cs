using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

/// <summary>Duplicate images are reported, because metrics on them are unreliable.</summary>
public sealed class EqualImagesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private byte _shade;

    [Fact]
    public async Task Equal_images_of_two_splits_of_one_split_and_of_two_classes_are_each_counted()
    {
        foreach (var (split, name) in new[] { ("train", "cat"), ("train", "dog"), ("test", "cat"), ("test", "dog") })
            for (var number = 1; number <= 3; number++)
                Draw($"{split}/{name}/{number}.png", ++_shade);
        Draw("train/cat/4.png", 1); // cat/1 again
        Draw("train/dog/4.png", 2); // cat/2 as a dog
        Draw("test/cat/4.png", 3); // one to train with

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "Equal images: 1 of 7 test or validation images are also training images; metrics on them are unreliable.",
                "Equal images: 2 of 8 training images repeat another one; if validation images are drawn from them, some are "
                    + "also trained on.",
                "Equal images: 1 are also in another class, such as \"cat\" and \"dog\"; no model can distinguish those.",
            ],
            Notes());
    }

    [Fact]
    public async Task Of_images_that_all_differ_nothing_is_said()
    {
        foreach (var name in new[] { "cat", "dog" })
            for (var number = 1; number <= 5; number++)
                Draw($"{name}/{number}.png", ++_shade);

        await _folder.Import();

        Assert.Empty(Notes());
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string> Notes() =>
        _folder.Store.Account("mine")!.Notes.Where(note => note.StartsWith("Equal images", StringComparison.Ordinal));

    private void Draw(string path, byte shade)
    {
        var file = Path.Combine([_folder.Source, .. path.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Drawing.Save(file, new SKColor(shade, 0, 0));
    }
}
