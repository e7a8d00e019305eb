using System.Collections.Immutable;

namespace Paretune.Tuning.Paper;

/// <summary>The paper's measurements, for comparison with ours.</summary>
public static class PaperResults
{
    private const string Cifar = "cifar10", Tiny = "tiny-imagenet";

    /// <summary>Tables 3 and 5: the systems that the paper compares. Sizes are the paper's, for 1000 classes.</summary>
    public static ImmutableArray<PaperSystem> Systems { get; } =
    [
        new(Cifar, "dilated-separable", 0.8425, 4_100_000, "dilated-separable"),
        new(Cifar, "MobileNet 1.0-224", 0.8391, 4_200_000, "mobilenet"),
        new(Cifar, "GoogLeNet", 0.8384, 6_800_000, "googlenet"), new(Cifar, "SqueezeNet", 0.6983, 1_250_000, "squeezenet"),
        new(Cifar, "VGG-16", 0.8617, 138_000_000, "vgg16"),
        new(Tiny, "dilated-separable", 0.8501, 4_100_000, "dilated-separable"),
        new(Tiny, "MobileNet 1.0-224", 0.8381, 4_200_000, "mobilenet"),
        new(Tiny, "GoogLeNet", 0.8294, 6_800_000, "googlenet"),
    ];

    /// <summary>Tables 4 and 6 and Fig. 7: accuracy by δ.</summary>
    public static ImmutableArray<PaperAccuracy> ByDilation { get; } =
    [
        new(Cifar, 1, 1, 1, 0.8204), new(Cifar, 2, 1, 1, 0.8332), new(Cifar, 3, 1, 1, 0.8425), new(Cifar, 4, 1, 1, 0.8356),
        new(Cifar, 1, 0.75, 1, 0.7875), new(Cifar, 3, 0.75, 1, 0.8035),
        new(Tiny, 1, 1, 1, 0.8173), new(Tiny, 2, 1, 1, 0.8312), new(Tiny, 3, 1, 1, 0.8501), new(Tiny, 4, 1, 1, 0.8465),
    ];

    /// <summary>The δ of the paper's best network, to which its tables of systems and its parameter count refer.</summary>
    public const int BestDilation = 3;

    /// <summary>Returns the epoch whose weights the paper uses, by its loss curve (Fig. 6): 12 on CIFAR-10, 15 on Tiny ImageNet.</summary>
    public static int KeptEpoch(string dataset) => IsOn(Tiny, dataset) ? 15 : 12;

    /// <summary>Returns whether a dataset is the paper's, judging by the name under which it was imported.</summary>
    public static bool IsOn(string paper, string dataset)
    {
        string known = paper.Replace("-", "", StringComparison.Ordinal), name = dataset.Replace("-", "", StringComparison.Ordinal);
        // CIFAR-100 is a different dataset.
        return name.IndexOf(known, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
            && !(at + known.Length < name.Length && char.IsAsciiDigit(name[at + known.Length]));
    }
}

/// <summary>A row of the paper's comparison of systems.</summary>
/// <param name="Accuracy">0 to 1.</param>
/// <param name="Model">The network's name in Paretune.</param>
public sealed record PaperSystem(string Dataset, string Network, double Accuracy, long Parameters, string Model);

/// <summary>The paper's accuracy for one configuration of its own network.</summary>
public sealed record PaperAccuracy(string Dataset, int Dilation, double Width, double Resolution, double Accuracy);
