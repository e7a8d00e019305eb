namespace Paretune.Tuning.Networks;

/// <summary>The input channels and output classes that a dataset requires of a network.</summary>
public readonly record struct NetworkEnds(int Channels, int Classes)
{
    private const int Rgb = 3;

    public static NetworkEnds From(Dataset dataset) => new(dataset.Channels, dataset.Classes.Length);

    /// <summary>Returns the ends for images in red, green and blue.</summary>
    public static NetworkEnds OfColour(int classes) => new(Rgb, classes);
}
