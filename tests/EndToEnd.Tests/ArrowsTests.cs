using System.Text.Json;

namespace Paretune.EndToEnd.Tests;

/// <summary>Images whose class is the direction they point in, from the import to the prediction, with the console.</summary>
public sealed class ArrowsTests
{
    private static object Search(string dataset) => new
    {
        dataset,
        space = new { width = new[] { 0.25 }, learningRate = new[] { 0.003 }, batchSize = new[] { 32 } },
        baseResolution = 16,
        epochs = 10,
    };

    [Fact]
    public async Task They_are_told_apart_where_their_dataset_says_not_to_flip_and_turned_photographs_are_read_as_shown()
    {
        var (sideways, upright, turned, plain) = (
            Cases.PathOf("arrows-left-right.tar.gz"), Cases.PathOf("arrows-up-down.tar.gz"), Cases.PathOf("exif-orientation-3-up.jpg"),
            Cases.PathOf("plain-up.jpg"));
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        await Run(silo, "data", "import", "sideways", sideways, "--augmentation", "none");
        await Run(silo, "data", "import", "upright", upright);

        var (first, second) = (await silo.Submit(Search("sideways")), await silo.Submit(Search("upright")));
        await silo.Ended(first);
        await silo.Ended(second);

        var model = Path.Combine(home.Path, "up.onnx");
        await Run(silo, "trial", "export", second, "1", "--format", "onnx", "--file", model);
        var answers = await Run(silo, "classify", model, turned, plain, "--output", "jsonl");
        Assert.True(Assert.Single(await silo.Trials(first)).TestAccuracy > 0.9);
        Assert.Contains("Augmentation none, the default of dataset sideways.", await Run(silo, "search", "show", first));
        Assert.Equal(["up", "up"], answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Likeliest));
        Assert.Contains("mirrored left to right", await silo.Http.GetStringAsync($"/api/searches/{second}/trials/1/card"));
        Assert.Contains(
            "(augmentation none, the default of the dataset)", await silo.Http.GetStringAsync($"/api/searches/{first}/trials/1/card"));
    }

    private static async Task<string> Run(SiloProcess silo, params string[] args)
    {
        var (code, said) = await ConsoleProcess.Run(
            args[0] == "classify" ? args : [.. args, "--server", silo.Address.OriginalString]);
        Assert.True(code == 0, said);
        return said;
    }

    private static string? Likeliest(string line) =>
        JsonDocument.Parse(line).RootElement.GetProperty("classes")[0].GetProperty("class").GetString();
}
