using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>A network as a function that builds its layers, with the configurations it supports.</summary>
/// <param name="BuildLayers">
/// Returns the layers for a configuration, the side of the input in pixels, and the dataset's channels and classes.
/// </param>
internal sealed record NetworkDesign(Func<Configuration, int, NetworkEnds, ImmutableArray<LayerPlan>> BuildLayers)
{
    // Usual networks halve the map five times: 32 pixels leave one. Below 8, the first three halvings already leave less than one.
    public const int UsualLeastInput = 8;

    /// <summary>Whether the network supports δ other than 1.</summary>
    public bool HasDilation { get; init; }

    /// <summary>Whether the network supports α other than 1; set if its paper scales the channels.</summary>
    public bool HasWidth { get; init; }

    /// <summary>The minimum side of the input in pixels at which every window fits on its map.</summary>
    public int LeastInput { get; init; } = UsualLeastInput;

    /// <summary>Whether the classifier takes a map of one size only, so that one network cannot take inputs of several sizes.</summary>
    public bool HasFixedInput { get; init; }

    public WeightInitialization Initialization { get; init; } = WeightInitialization.FanOut;

    /// <summary>Returns why the network does not support a configuration; null if it does.</summary>
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
/// <param name="Said">The text after the name of one network: "does not support δ > 1".</param>
/// <param name="OfSeveral">The text after the names of several networks: "do not support δ > 1".</param>
internal sealed record Lack(string Said, string OfSeveral)
{
    public static Lack Dilation { get; } = new("does not support δ > 1", "do not support δ > 1");
    public static Lack Width { get; } = new("does not support α < 1", "do not support α < 1");

    public static Lack Room(int pixels) =>
        new($"needs an input of at least {pixels} pixels", $"need an input of at least {pixels} pixels");
}
