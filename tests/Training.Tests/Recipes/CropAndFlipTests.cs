using Paretune.Training.Libtorch;
using Paretune.Training.Recipes;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Recipes;

public sealed class CropAndFlipTests
{
    private const int Images = 40, Channels = 3, Side = 24, Pad = Side / 8;

    public CropAndFlipTests() => LibtorchLoader.Load();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Each_image_is_cropped_where_it_was_drawn_and_mirrored_where_it_was_drawn(bool crops, bool flips)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var pixels = randint(1, 256, [Images, Channels, Side, Side], dtype: ScalarType.Byte, generator: generator);
        var drawn = AugmentationDraws.Draw(Images, Side, generator);

        var result = CropAndFlip.Apply(pixels, new(drawn), crops, flips);

        Assert.Equal(Expected(pixels, drawn, crops, flips), result.contiguous().data<byte>().ToArray());
    }

    private static byte[] Expected(Tensor pixels, Tensor drawn, bool crops, bool flips)
    {
        var source = pixels.data<byte>().ToArray();
        var draws = drawn.contiguous().data<long>().ToArray();
        return [
            .. from image in Enumerable.Range(0, Images)
               from channel in Enumerable.Range(0, Channels)
               from row in Enumerable.Range(0, Side)
               from column in Enumerable.Range(0, Side)
               let seen = flips && draws[5 * image + 2] == 1 ? Side - 1 - column : column
               let y = crops ? row + (int)draws[5 * image] - Pad : row
               let x = crops ? seen + (int)draws[5 * image + 1] - Pad : seen
               select y is >= 0 and < Side && x is >= 0 and < Side ? source[((image * Channels + channel) * Side + y) * Side + x] : (byte)0,
        ];
    }
}
