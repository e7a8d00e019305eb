using Paretune.Dashboard.Http;
using Paretune.Dashboard.Trials;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Tests;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class PictureClassifierTests : IDisposable
{
    private static readonly TrialId Trial = new(new("abcd2345"), 3);
    private static readonly byte[] Grey = ImageSheet.Encode(new byte[3 * 24 * 24], 24, columns: 1);

    private readonly KeptFiles _files = new();
    private readonly PictureClassifier _classifier;

    public PictureClassifierTests()
    {
        _files.LeftBytes[TrialFile.Onnx(Trial, 1, Precision.Fp32)] = TinyModel.File();
        _classifier = new(_files);
    }

    public void Dispose() => _classifier.Dispose();

    [Fact]
    public async Task The_five_likeliest_of_six_classes_come_in_order_with_what_the_model_saw()
    {
        var answer = await _classifier.Classify(Trial, 1, Grey, TestContext.Current.CancellationToken);

        Assert.Equal(5, answer.Guesses.Length);
        Assert.Equal(answer.Guesses.OrderByDescending(guess => guess.Probability), answer.Guesses);
        Assert.InRange(answer.Guesses.Sum(guess => guess.Probability), 0.8, 1);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], answer.Seen[..4]);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_before_any_model_is_read()
    {
        var refused = await Refused("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray());

        Assert.Equal(
            "the file must be a PNG, JPEG, WebP, BMP or GIF image, but its content is something else; choose another", refused.Message);
        Assert.Equal(0, _files.Opened);
    }

    [Fact]
    public async Task A_picture_that_breaks_off_is_refused() =>
        Assert.StartsWith("this image is incomplete", (await Refused(Grey[..(Grey.Length / 2)])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_small_file_that_claims_to_be_a_huge_picture_is_refused()
    {
        byte[] bitmap = [(byte)'B', (byte)'M', .. Whole(58), .. Whole(0), .. Whole(54), .. Whole(40), .. Whole(10_000), .. Whole(10_000),
            1, 0, 24, 0, .. new byte[28]];

        Assert.StartsWith(
            "an image must have at most 50,000,000 pixels, but has 10000×10000", (await Refused(bitmap)).Message, StringComparison.Ordinal);

        static byte[] Whole(int value) => BitConverter.GetBytes(value);
    }

    [Fact]
    public async Task A_trial_without_an_ONNX_file_says_so()
    {
        var refused = await Assert.ThrowsAsync<ApiException>(() => _classifier.Classify(
            Trial, 2, Grey, TestContext.Current.CancellationToken));

        Assert.Equal((404, "trial 3 has no ONNX file, so it cannot classify a picture"), (refused.Status, refused.Message));
    }

    [Fact]
    public async Task A_refusal_leaves_the_turn_to_the_next()
    {
        await Refused(Grey[..(Grey.Length / 2)]);

        Assert.Equal(5, (await _classifier.Classify(Trial, 1, Grey, TestContext.Current.CancellationToken)).Guesses.Length);
    }

    private Task<ApiException> Refused(byte[] picture) =>
        Assert.ThrowsAsync<ApiException>(() => _classifier.Classify(Trial, 1, picture, TestContext.Current.CancellationToken));
}
