using Paretune.Storage.Datasets;

namespace Paretune.Training.Tests.Loop;

/// <summary>Two classes of 16×16 images that a network learns at once: bright on the left, and bright at the top.</summary>
internal sealed class TinyImages(int train = 220, int test = 40) : IImageSource
{
    private const int Size = 16;

    /// <summary>A different value stands for other images under the same name.</summary>
    public int Version { get; set; } = 1;
    public string? Content { get; init; }
    public int Opened { get; private set; }

    public string Identity(string dataset) => $"{dataset} {Version}";

    public ImageData Open(string dataset)
    {
        Opened++;
        var tiny = new Dataset("tiny", ["vertical", "horizontal"], Size, train, test) { Content = Content };
        return new(tiny, Draw(train, seed: Version), Draw(test, seed: 2));
    }

    private static ImageSplit Draw(int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[count * 3 * Size * Size];
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 2);
            for (var p = 0; p < 3 * Size * Size; p++)
            {
                var stripe = labels[i] == 0 ? p % Size : p / Size % Size;
                pixels[i * 3 * Size * Size + p] = (byte)(random.Next(60) + (stripe % 4 < 2 ? 150 : 0));
            }
        }

        return new(pixels, labels);
    }
}
