namespace Paretune.Tuning.Networks;

/// <summary>What a dataset asks of a network: the channels it takes and the classes it tells apart.</summary>
public readonly record struct NetworkEnds(int Channels, int Classes)
{
    private const int Rgb = 3;

    public static NetworkEnds From(Dataset dataset) => new(dataset.Channels, dataset.Classes.Length);

    /// <summary>Of images in red, green and blue.</summary>
    public static NetworkEnds OfColour(int classes) => new(Rgb, classes);
}
