using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>A network's rows, and what a search may ask of it.</summary>
/// <param name="Rows">Its layers for a configuration, a side of the input in pixels, and what the dataset has at both ends.</param>
internal sealed record NetworkDesign(Func<Configuration, int, NetworkEnds, ImmutableArray<LayerPlan>> Rows)
{
    // Five halvings leave one pixel of 32; of less than 8 the first three leave nothing to see.
    public const int UsualLeastInput = 8;

    /// <summary>Whether δ may be other than 1.</summary>
    public bool HasDilation { get; init; }

    /// <summary>Whether α may be other than 1: its own paper scales its channels.</summary>
    public bool HasWidth { get; init; }

    /// <summary>The least side of the input that every window finds room on.</summary>
    public int LeastInput { get; init; } = UsualLeastInput;

    /// <summary>Whether its classifier reads a map of one size, so that no other input fits.</summary>
    public bool HasFixedInput { get; init; }

    public FirstWeights FirstWeights { get; init; } = FirstWeights.FanOut;

    /// <summary>Why the network has no such configuration; null where it has.</summary>
    public Lack? WhyNot(Configuration configuration, int inputSize) =>
        !Takes(configuration.Dilation) ? Lack.Dilation
        : !Takes(configuration.Width) ? Lack.Width
        : !Fits(inputSize) ? Lack.Room(LeastInput)
        : null;

    public bool Takes(int dilation) => HasDilation || dilation == 1;

    public bool Takes(double width) => HasWidth || width == 1;

    public bool Fits(int inputSize) => inputSize >= LeastInput;
}

/// <summary>What a network lacks for a configuration.</summary>
/// <param name="Said">After the name of one network: "does not support δ > 1".</param>
/// <param name="OfSeveral">After the names of several networks: "do not support δ > 1".</param>
internal sealed record Lack(string Said, string OfSeveral)
{
    public static Lack Dilation { get; } = new("does not support δ > 1", "do not support δ > 1");
    public static Lack Width { get; } = new("does not support α < 1", "do not support α < 1");

    public static Lack Room(int pixels) =>
        new($"needs an input of at least {pixels} pixels", $"need an input of at least {pixels} pixels");
}
