namespace Paretune.EndToEnd.Tests;

/// <summary>How a search says how long an epoch takes on a simulated device: by how many images it trains on.</summary>
internal static class SimulatedEpoch
{
    // Of SimulatedTraining; the fewest that a search may use, and all that "shapes" has.
    private const int ImagesPerSecond = 250, Fewest = 20, All = 2000;

    /// <summary>A batch size that goes with any number of images, so that searches differ in nothing but their time.</summary>
    public const int BatchSize = 8;

    /// <summary>Of an epoch that takes so long, or as near to it as the number of images allows: 0.08 s to 8 s.</summary>
    public static int Images(double seconds) => Math.Clamp((int)Math.Round(seconds * ImagesPerSecond), Fewest, All);
}
