using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>A network's rows, and what a search may ask of it.</summary>
/// <param name="Rows">Its layers for a configuration, a side of the input in pixels and a number of classes.</param>
internal sealed record NetworkDesign(Func<Configuration, int, int, ImmutableArray<LayerPlan>> Rows)
{
    public const int ImageChannels = 3;

    // Five halvings leave one pixel of 32; of less than 8 the first three leave nothing to see.
    public const int UsualLeastInput = 8;

    /// <summary>Whether δ may be other than 1.</summary>
    public bool HasDilation { get; init; }

    /// <summary>Whether α may be other than 1: its own paper scales its channels.</summary>
    public bool HasWidth { get; init; }

    /// <summary>The least side of the input that every window finds room on.</summary>
    public int LeastInput { get; init; } = UsualLeastInput;

    public FirstWeights FirstWeights { get; init; } = FirstWeights.He;

    /// <summary>Why the network has no such configuration, or null where it has; <c>hyperparameter: why</c>.</summary>
    public IEnumerable<(string Hyperparameter, string Rule)> Refusals(Configuration configuration, int inputSize)
    {
        if (!HasDilation && configuration.Dilation != 1)
            yield return ("dilation", "has no dilated rate, so dilation must be 1");
        if (!HasWidth && configuration.Width != 1)
            yield return ("width", "has no width multiplier, so width must be 1");
        if (inputSize < LeastInput)
            yield return ("resolution", $"needs an input of at least {LeastInput} pixels");
    }
}
