using System.Collections.Immutable;
using Paretune.Tuning.Strategies;

namespace Paretune.Storage.Datasets;

/// <summary>
/// The built-in dataset: 32×32 images drawn by code. A class is a fine texture (one of five, distinguishable only at full resolution) and
/// the arrangement of two distant discs (side by side or one above the other, distinguishable only with a large receptive field), so that
/// resolution and dilation both matter. Mirroring left to right and small shifts do not change the class.
/// </summary>
internal static class Shapes
{
    private const int Size = 32;
    private const int Plane = Size * Size;
    private const int TrainImages = 2000;
    private const int TestImages = 500;
    private const long TrainSeed = 1;
    private const long TestSeed = 2;

    // In levels of 0 to 255, triangular distribution: enough that a network of a few thousand weights does not reach 100 %.
    private const int Noise = 30;

    private static readonly ImmutableArray<Func<int, int, bool>> Textures =
    [
        (_, y) => y % 2 == 0,
        (x, _) => x % 2 == 0,
        (x, y) => (x + y) % 2 == 0,
        (_, y) => y % 4 < 2,
        (x, _) => x % 4 < 2,
    ];

    public static Dataset Dataset { get; } = new(
        DatasetName.Shapes,
        [.. from layout in new[] { "side by side", "one above the other" }
            from texture in new[] { "fine rows", "fine columns", "checkers", "rows", "columns" }
            select $"{texture}, {layout}"],
        Size,
        TrainImages,
        TestImages);

    public static ImageData Draw() => new(Dataset, DrawTrain(), Draw(TestImages, TestSeed));

    public static ImageSplit DrawTrain() => Draw(TrainImages, TrainSeed);

    // Classes alternate, so that all have the same number of images.
    public static ushort[] Labels(int images) =>
        [.. Enumerable.Range(0, images).Select(image => (ushort)(image % Dataset.Classes.Length))];

    private static ImageSplit Draw(int images, long seed)
    {
        var split = new ImageSplit(new byte[images * 3 * Plane], Labels(images));
        var random = new SplitMix64(seed);
        for (var image = 0; image < images; image++)
            Draw(split.Pixels.AsSpan(image * 3 * Plane, 3 * Plane), split.Labels[image], random);

        return split;
    }

    private static void Draw(Span<byte> image, int label, SplitMix64 random)
    {
        var texture = Textures[label % Textures.Length];
        var (phaseX, phaseY) = (random.UpTo(4), random.UpTo(4));
        var discs = Discs(beside: label < Textures.Length, random);
        for (var channel = 0; channel < 3; channel++)
        {
            var ground = random.Between(60, 195);
            var contrast = random.Between(20, 45);
            var disc = ground < 128 ? random.Between(190, 255) : random.Between(0, 65);
            for (var at = 0; at < Plane; at++)
            {
                var (x, y) = (at % Size, at / Size);
                var level = discs.Covers(x, y) ? disc : texture(x + phaseX, y + phaseY) ? ground + contrast : ground - contrast;
                image[channel * Plane + at] = (byte)Math.Clamp(
                    level + random.Between(-Noise, Noise) + random.Between(-Noise, Noise), 0, 255);
            }
        }
    }

    private static Pair Discs(bool beside, SplitMix64 random)
    {
        // Half the distance between the discs, and a slant small enough that the arrangement stays clear.
        var (along, across) = (random.Between(7, 9), random.Between(-2, 2));
        var (dx, dy) = beside ? (along, across) : (across, along);
        var (x, y) = (random.Between(14, 17), random.Between(14, 17));
        return new(x - dx, y - dy, x + dx, y + dy, random.Between(8, 18));
    }

    /// <summary>Two discs of the same size.</summary>
    private readonly record struct Pair(int X1, int Y1, int X2, int Y2, int RadiusSquared)
    {
        public bool Covers(int x, int y) => Near(x - X1, y - Y1) || Near(x - X2, y - Y2);

        private bool Near(int dx, int dy) => dx * dx + dy * dy <= RadiusSquared;
    }
}
