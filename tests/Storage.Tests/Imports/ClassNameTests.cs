using Paretune.Storage.Imports;
using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

public sealed class ClassNameTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("cafe\u0301", "caf\u00E9")]
    [InlineData(" caf\u00E9 ", "caf\u00E9")]
    [InlineData("a\u0323\u0302", "\u1EAD")]
    [InlineData("a\u0324\u0301", "\u00E1\u0324")]
    [InlineData("a\u0301\u0301", "\u00E1\u0301")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")]
    [InlineData("\u304B\u3099", "\u304C")]
    [InlineData("cat", "cat")]
    public void Letters_are_composed(string written, string expected) => Assert.Equal(expected, ClassName.Normalize(written));

    [Fact]
    public async Task Two_spellings_of_one_class_are_refused_and_both_named()
    {
        Draw("cafe\u0301", "caf\u00E9", "tea");

        var error = Assert.Single((await _folder.Import()).Errors);

        Assert.Contains("\"cafe\\u0301\", \"caf\\u00E9\"", error.Message);
        _folder.AssertNothingImported();
    }

    [Theory]
    [InlineData("test")]
    [InlineData("valid")]
    public async Task Two_spellings_of_one_class_in_another_split_are_refused_and_both_named(string split)
    {
        Draw("train/caf\u00E9", "train/tea", $"{split}/cafe\u0301", $"{split}/caf\u00E9", $"{split}/tea");

        var error = Assert.Single((await _folder.Import()).Errors);

        Assert.Equal($"{split}/caf\u00E9", error.Field);
        Assert.Contains("\"cafe\\u0301\", \"caf\\u00E9\"", error.Message);
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task A_class_is_the_same_in_both_splits_however_it_is_spelled()
    {
        Draw("train/cafe\u0301", "train/tea", "test/caf\u00E9", "test/tea");

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        Assert.Equal(["caf\u00E9", "tea"], result.Dataset!.Classes);
        Assert.Equal([0, 0, 1, 1], _folder.Store.Open("mine").Test.Labels);
    }

    public void Dispose() => _folder.Dispose();

    private void Draw(params string[] classes)
    {
        foreach (var name in classes)
            for (var image = 1; image <= 2; image++)
                Drawing.Save(Path.Combine(_folder.Source, name, $"{image}.png"), SKColors.Red);
    }
}
