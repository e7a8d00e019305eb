using System.Text.Json.Nodes;
using Paretune.Storage.Datasets;
using Paretune.Storage.Imports;
using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

/// <summary>More classes than fit in a byte.</summary>
public sealed class ManyClassesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(256, 1)]
    [InlineData(300, 2)]
    public async Task Labels_are_as_wide_as_they_must_be(int classes, int version)
    {
        Draw(classes);

        var result = await _folder.Import();

        var (data, preview) = (_folder.Store.Open("mine"), new DatasetPreview(_folder.Store));
        Assert.Empty(result.Errors);
        Assert.Equal(classes, result.Dataset!.Classes.Length);
        Assert.Equal(Enumerable.Range(0, classes), data.Train.Labels.Select(label => (int)label));
        Assert.Equal(Enumerable.Range(0, classes), data.Test.Labels.Select(label => (int)label));
        Assert.All((await preview.Show("mine", default))!.TrainCounts, count => Assert.Equal(1, count));
        Assert.NotNull(await preview.Samples("mine", classes - 1, default));
        Assert.Equal(version, (int)JsonNode.Parse(await File.ReadAllTextAsync(PathOf("dataset.json")))!["version"]!);
        Assert.Equal(classes * (version + data.Dataset.ImageBytes), new FileInfo(PathOf("train.bin")).Length);
    }

    [Fact]
    public async Task Many_classes_of_few_images_are_counted_and_not_listed()
    {
        Draw(300);

        await _folder.Import();

        Assert.Contains(
            "Few images: 300 of 300 classes have fewer than 10 training images, such as \"class-000\" with 1; metrics for them "
            + "are unreliable.",
            _folder.Store.Account("mine")!.Notes);
        Assert.Equal(new(Fewest: 1, Most: 1, Rare: 300, "class-000"), _folder.Store.Find("mine")!.Balance);
    }

    [Fact]
    public void More_than_two_bytes_tell_apart_are_refused()
    {
        var run = new ImportRun(new(), null, default);

        new ImageFiles("any", [.. Enumerable.Range(0, 65_537).Select(at => $"{at}")], [], []).Read(run);

        Assert.Contains(run.Errors.Listed("source"), error =>
            error.Message == "a dataset must have 2 to 65536 classes, but has 65537");
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => Path.Combine(_folder.Home, "datasets", "mine", file);

    private void Draw(int classes)
    {
        var first = Path.Combine(_folder.Source, "class-000", "1.png");
        Drawing.Save(first, SKColors.Red);
        for (var at = 0; at < classes; at++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder.Source, $"class-{at:000}")).FullName;
            for (var image = 1; image <= 2; image++)
                if (!File.Exists(Path.Combine(folder, $"{image}.png")))
                    File.Copy(first, Path.Combine(folder, $"{image}.png"));
        }
    }
}
