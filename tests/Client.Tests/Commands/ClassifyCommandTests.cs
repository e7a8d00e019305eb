using System.Text.Json;
using Paretune.Tests;
using SkiaSharp;

namespace Paretune.Client.Tests.Commands;

public sealed class ClassifyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-classify-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_five_likeliest_classes_are_given_with_their_probabilities()
    {
        var run = await Run(Model(), Picture("a.png"), Picture("b.png"));

        Assert.Equal((0, ""), (run.Code, run.Error));
        var answers = JsonDocument.Parse(run.Out).RootElement.EnumerateArray().ToArray();
        Assert.Equal(["a.png", "b.png"], answers.Select(answer => Path.GetFileName(answer.GetProperty("image").GetString())));
        var probabilities = answers[0].GetProperty("classes").EnumerateArray().Select(
            guess => guess.GetProperty("probability").GetDouble()).ToArray();
        Assert.Equal(5, probabilities.Length);
        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.All(
            answers[0].GetProperty("classes").EnumerateArray(),
            guess => Assert.Contains(guess.GetProperty("class").GetString(), TinyModel.Classes));
    }

    [Fact]
    public async Task A_model_cut_short_is_one_clear_error()
    {
        var path = Written("cut.onnx", TinyModel.File()[..1000]);

        var run = await Run(path, Picture("a.png"));

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.StartsWith($"{path}: must be a valid ONNX model", Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_none_is_named_and_the_others_are_answered()
    {
        var path = Written("none.png", "text"u8.ToArray());

        var run = await Run(Model(), path, Picture("a.png"));

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"{path}: must be a PNG, JPEG, WebP, BMP or GIF image", Assert.Single(run.Error.Trim().Split('\n')),
            StringComparison.Ordinal);
        Assert.Single(JsonDocument.Parse(run.Out).RootElement.EnumerateArray());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var run = await Run(Path.Combine(_folder, "none.onnx"), Picture("a.png"));

        Assert.Equal(2, run.Code);
        Assert.Contains("none.onnx", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_ends_it_before_the_next_image()
    {
        var run = await ConsoleRun.Run(["classify", Model(), Picture("a.png")], interrupted: new(canceled: true));

        Assert.Equal((130, ""), (run.Code, run.Out));
    }

    private static Task<ConsoleRun> Run(params string[] args) => ConsoleRun.Run(["classify", .. args, "--output", "json"]);

    private string Model() => Written("model.onnx", TinyModel.File());

    private string Picture(string name)
    {
        using var bitmap = new SKBitmap(30, 30);
        bitmap.Erase(SKColors.Teal);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Written(name, png.ToArray());
    }

    private string Written(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
