using System.Collections.Immutable;
using Paretune.Dashboard.Http;
using Paretune.Models.Images;
using Paretune.Models.Running;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Trials;

/// <summary>
/// Classifies an image that a viewer uploads with a trial's ONNX model, as <c>paretune classify</c> does. Stores neither the image nor the
/// result.
/// </summary>
internal sealed class PictureClassifier(IFileStore files) : IDisposable
{
    /// <summary>The maximum size of an image file, in bytes.</summary>
    public const int MostBytes = 10 << 20;

    private const int Shown = 5;

    // 200 MB decoded: even a small file may claim to be a large image.
    private const long MostPixels = 50_000_000;

    // One at a time, to bound memory and leave the processor to training.
    private readonly SemaphoreSlim _turn = new(1);

    /// <exception cref="ApiException">The file is not an image, or the model cannot be read; the message says what to do.</exception>
    public async Task<PictureAnswer> Classify(TrialId trial, int attempt, byte[] picture, CancellationToken cancellation)
    {
        if (ImageFormat.Detect(picture) != ImageKind.Readable)
            throw ApiException.Invalid(
                "", $"the file must be a {ImageFormat.Readable} image, but its content is something else; choose another");
        await _turn.WaitAsync(cancellation);
        try
        {
            var model = await Model(trial, attempt, cancellation);
            return await Task.Run(() => Answer(model, picture), cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<byte[]> Model(TrialId trial, int attempt, CancellationToken cancellation)
    {
        try
        {
            await using var file = await files.Open(TrialFile.Onnx(trial, attempt, Precision.Fp32), cancellation)
                ?? throw ApiException.NotFound($"trial {trial.Number} has no ONNX file, so it cannot classify a picture");
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellation);
            return content.ToArray();
        }
        catch (IOException away)
        {
            throw ApiException.Away($"the trial's model could not be read: {away.Message}; try again later", away);
        }
    }

    private static PictureAnswer Answer(byte[] model, byte[] picture)
    {
        using var classifier = Opened(model);
        try
        {
            var planes = ModelInput.Planes(picture, classifier.Facts, MostPixels);
            var seen = ImageSheet.Encode(planes, classifier.Facts.ImageSize, columns: 1, classifier.Facts.Channels);
            return new([.. classifier.Classify(planes).Take(Shown)], seen);
        }
        catch (InvalidDataException wrong)
        {
            throw ApiException.Invalid("", wrong.Message);
        }
    }

    private static Classifier Opened(byte[] model)
    {
        try
        {
            return Classifier.Open(model, threads: 1);
        }
        catch (InvalidDataException damaged)
        {
            throw ApiException.Away($"the trial's ONNX file cannot be used: {damaged.Message}", damaged);
        }
    }
}

/// <summary>A model's prediction for an image.</summary>
/// <param name="Guesses">The five most probable classes, the most probable first.</param>
/// <param name="Seen">The square that the model was given, at the size of the dataset's images, as PNG.</param>
internal sealed record PictureAnswer(ImmutableArray<Guess> Guesses, byte[] Seen);
