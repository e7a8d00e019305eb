using Paretune.Models.Onnx;

namespace Paretune.Models.Images;

/// <summary>Turns an image file into the input of an exported model, with the same steps as in training.</summary>
public static class ModelInput
{
    /// <summary>
    /// Reads an image file: crops the middle square, scales it to the dataset's size, resizes it to the network's input and normalizes it.
    /// </summary>
    /// <returns>[1, channels, input, input].</returns>
    /// <exception cref="InvalidDataException">
    /// The file is not an image, or is incomplete; the message gives the rule and what was found.
    /// </exception>
    public static float[] Read(string path, ModelFacts facts) => Compute(Planes(File.ReadAllBytes(path), facts), facts);

    /// <summary>Returns the image's middle square at the dataset's size, in the model's channels.</summary>
    /// <inheritdoc cref="SquareImage.Decode(byte[], int, Span{byte}, int, int, long)"/>
    public static byte[] Planes(byte[] file, ModelFacts facts, long mostPixels = SquareImage.MostPixels)
    {
        var planes = new byte[facts.Channels * facts.ImageSize * facts.ImageSize];
        SquareImage.Decode(
            file, facts.ImageSize, planes, facts.PixelBits == 0 ? SquareImage.AllBits : facts.PixelBits, facts.Channels, mostPixels);
        return planes;
    }

    /// <param name="planes">Red, green and blue planes, or one grey plane, of an image of the dataset's size, row by row.</param>
    public static float[] Compute(ReadOnlySpan<byte> planes, ModelFacts facts)
    {
        var (from, to) = (facts.ImageSize, facts.InputSize);
        var input = new float[facts.Channels * to * to];
        for (var channel = 0; channel < facts.Channels; channel++)
        {
            var target = input.AsSpan(channel * to * to, to * to);
            Resize(planes.Slice(channel * from * from, from * from), from, target, to);
            foreach (ref var value in target)
                value = (value - facts.Mean[channel]) / facts.Deviation[channel];
        }

        return input;
    }

    /// <summary>Resizes bilinearly between pixel centres, like torch's <c>interpolate</c> without <c>align_corners</c>.</summary>
    private static void Resize(ReadOnlySpan<byte> source, int from, Span<float> target, int to)
    {
        for (var y = 0; y < to; y++)
        {
            var (above, below, down) = Between(y, from, to);
            for (var x = 0; x < to; x++)
            {
                var (left, right, along) = Between(x, from, to);
                var upper = source[above * from + left] * (1 - along) + source[above * from + right] * along;
                var lower = source[below * from + left] * (1 - along) + source[below * from + right] * along;
                target[y * to + x] = upper * (1 - down) + lower * down;
            }
        }
    }

    /// <summary>Returns the two source pixels around a target pixel, and the weight of the second.</summary>
    private static (int First, int Second, float Share) Between(int at, int from, int to)
    {
        var place = Math.Max(0, (at + 0.5f) * from / to - 0.5f);
        var first = Math.Min((int)place, from - 1);
        return (first, Math.Min(first + 1, from - 1), place - first);
    }
}
