using Paretune.Models.Images;
using Paretune.Models.Onnx;
using Paretune.Models.Onnx.Format;
using Paretune.Models.Running;
using Paretune.Tests;
using SkiaSharp;

namespace Paretune.Models.Tests.Running;

public sealed class ClassifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_classes_come_by_their_probability_which_are_the_models()
    {
        using var classifier = Classifier.Open(Written("model.onnx", TinyModel.File()));

        var guesses = classifier.Classify(Picture());

        using var model = new OnnxModel(TinyModel.File(), threads: 1);
        var logits = model.Run(ModelInput.Read(Picture(), TinyModel.Facts), 1, 3, TinyModel.Size, TinyModel.Size);
        Assert.Equal(
            TinyModel.Classes.Zip(logits).OrderByDescending(pair => pair.Second).Select(pair => pair.First),
            guesses.Select(guess => guess.Class));
        Assert.Equal(1, guesses.Sum(guess => guess.Probability), 9);
        Assert.Equal(logits.Max() - logits.Min(), Math.Log(guesses[0].Probability / guesses[^1].Probability), 3);
    }

    [Fact]
    public void A_picture_of_one_colour_is_normalized_by_the_files_own_figures()
    {
        var input = ModelInput.Read(Picture(new SKColor(150, 165, 180)), TinyModel.Facts);

        Assert.Equal(3 * TinyModel.Size * TinyModel.Size, input.Length);
        Assert.All(input, value => Assert.Equal(1, value, 5));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void A_model_cut_short_is_refused(double share)
    {
        var whole = TinyModel.File();
        var path = Written("cut.onnx", whole[..(int)(share * whole.Length)]);

        var refused = Assert.Throws<InvalidDataException>(() => Classifier.Open(path));

        Assert.Matches("must be a valid ONNX model|the metadata must have", refused.Message);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        var path = Written("text.onnx", "this is no model"u8.ToArray());

        Assert.Contains(
            "must be a valid ONNX model", Assert.Throws<InvalidDataException>(() => Classifier.Open(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_another_program_is_told_what_it_lacks()
    {
        var model = ModelProto.Parser.ParseFrom(TinyModel.File());
        model.MetadataProps.Clear();
        var path = Written("foreign.onnx", Google.Protobuf.MessageExtensions.ToByteArray(model));

        Assert.Contains(
            "the metadata must have \"network\"", Assert.Throws<InvalidDataException>(() => Classifier.Open(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_image_is_refused()
    {
        using var classifier = Classifier.Open(Written("model.onnx", TinyModel.File()));
        var path = Written("cat.png", "this is no image"u8.ToArray());

        Assert.Contains(
            "must be a PNG, JPEG, WebP, BMP or GIF image", Assert.Throws<InvalidDataException>(() => classifier.Classify(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_in_memory_gives_what_its_file_does()
    {
        using var classifier = Classifier.Open(TinyModel.File(), threads: 1);
        var picture = File.ReadAllBytes(Picture());

        var guesses = classifier.Classify(ModelInput.Planes(picture, classifier.Facts));

        Assert.Equal(classifier.Classify(Picture()), guesses);
    }

    [Fact]
    public void A_picture_of_more_pixels_than_allowed_is_refused_by_its_header()
    {
        var picture = File.ReadAllBytes(Picture());

        var refused = Assert.Throws<InvalidDataException>(() => ModelInput.Planes(picture, TinyModel.Facts, mostPixels: 1199));

        Assert.StartsWith("an image must have at most 1,199 pixels, but has 40×30", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_smaller_files_work_as_the_whole_one_does()
    {
        using var calibration = new Calibration(TinyModel.File(), threads: 1);
        calibration.See(ModelInput.Read(Picture(), TinyModel.Facts), 1, 3, TinyModel.Size, TinyModel.Size);
        foreach (var file in new[] { HalfOnnx.Write(TinyModel.File()), QuantizedOnnx.Write(TinyModel.File(), calibration.Maps()) })
        {
            using var classifier = Classifier.Open(Written("small.onnx", file));
            using var whole = Classifier.Open(Written("model.onnx", TinyModel.File()));

            Assert.Equal(whole.Classify(Picture())[0].Probability, classifier.Classify(Picture())[0].Probability, 0.1);
        }
    }

    private string Picture(SKColor? colour = null)
    {
        using var bitmap = new SKBitmap(40, 30);
        for (var y = 0; y < bitmap.Height; y++)
            for (var x = 0; x < bitmap.Width; x++)
                bitmap.SetPixel(x, y, colour ?? new((byte)(6 * x), (byte)(8 * y), (byte)(x * y)));
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Written("picture.png", png.ToArray());
    }

    private string Written(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
