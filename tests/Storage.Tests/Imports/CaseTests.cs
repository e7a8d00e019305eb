using Paretune.Storage.Imports;

namespace Paretune.Storage.Tests.Imports;

/// <summary>Imports that users reported as failing silently or with the wrong reason.</summary>
public sealed class CaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("folder-trainvalid.tar.gz", 54, 30, 6)]
    [InlineData("folder-colonfiles.tar.gz", 35, 0, 3)]
    [InlineData("zip-windows-backslash.zip", 18, 0, 2)]
    [InlineData("folder-scraped-sizes.tar.gz", 18, 0, 2)]
    public async Task Is_taken(string file, int train, int validation, int test)
    {
        var result = await Import(file);

        Assert.Empty(result.Errors);
        Assert.Equal((train, validation, test), (result.Dataset!.TrainImages, result.Dataset.ValidationImages, result.Dataset.TestImages));
    }

    [Theory]
    [InlineData("zip-names-cp949-three-classes.zip", "30 of 30 are not, such as")]
    [InlineData("zip-encrypted.zip", "must not need a password")]
    [InlineData("zip-bzip2.zip", "is compressed with bzip2 (method 12)")]
    [InlineData("folder-otherformats.tar.gz", "30 .tif")]
    public async Task Is_refused_with_its_cause(string file, string told)
    {
        var result = await Import(file);

        Assert.Contains(told, Assert.Single(result.Errors).Message);
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task Names_in_cp949_become_three_classes_where_the_encoding_is_given()
    {
        var result = await Import("zip-names-cp949-three-classes.zip", ImportChoices.Parse(null, "cp949", null).Choices);

        Assert.Equal([10, 10, 10], [.. _folder.Store.Open("mine") is var data
            ? data.Train.Labels.Concat(data.Test.Labels).CountBy(label => label).Select(count => count.Value) : []]);
        Assert.Equal(3, result.Dataset!.Classes.Length);
    }

    [Fact]
    public async Task Other_formats_are_taken_and_what_is_not_is_accounted_for()
    {
        await Import("folder-otherformats.tar.gz", new(Skip: true));

        var account = _folder.Store.Account("mine")!;
        Assert.Equal(150, account.Taken);
        Assert.Equal((30, ".tif"), Assert.Single(account.LeftOut) is var left ? (left.Files, left.What) : default);
    }

    [Fact]
    public async Task The_rare_class_is_in_training_and_test_and_is_warned_of()
    {
        var result = await Import("rare-class.tar.gz");

        var data = _folder.Store.Open("mine");
        Assert.Equal((3, 3), (data.Train.Labels.Distinct().Count(), data.Test.Labels.Distinct().Count()));
        Assert.True(result.Dataset!.Balance is { Rare: 1, Fewest: 6, IsUnbalanced: true });
        Assert.Contains(_folder.Store.Account("mine")!.Notes, note => note.StartsWith("Few images: class", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_camera_s_twelve_bits_are_not_sixteen_levels()
    {
        var deep = Cases.PathOf("12-bit-data-in-16-bit.png");
        foreach (var file in new[] { "cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Source, file))!);
            File.Copy(deep, Path.Combine(_folder.Source, file));
        }

        var result = await _folder.Import();

        Assert.Equal(12, result.Dataset!.PixelBits);
        Assert.True(_folder.Store.Open("mine").Train.Pixels.Distinct().Count() > 16);
    }

    [Fact]
    public async Task Photographs_keep_their_size_beside_two_icons_and_the_spread_is_said()
    {
        var result = await Import("folder-scraped-sizes.tar.gz");

        Assert.True(result.Dataset!.Size >= 200);
        Assert.Contains(_folder.Store.Account("mine")!.Notes, note => note.Contains("shorter sides go from 16", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private Task<ImportResult> Import(string file, ImportChoices? choices = null) => _folder.Store.Import("mine", Cases.PathOf(file),
        choices);
}
