namespace Paretune.EndToEnd.Tests;

/// <summary>Sets the duration of an epoch on a simulated device by the number of training images.</summary>
internal static class SimulatedEpoch
{
    // The speed in SimulatedTraining; the minimum number of images of a search, and all images of "shapes".
    private const int ImagesPerSecond = 250, Fewest = 20, All = 2000;

    /// <summary>A batch size that works with any number of images, so that searches differ only in their duration.</summary>
    public const int BatchSize = 8;

    /// <summary>Returns the number of images for an epoch of about this duration, within 0.08 s to 8 s.</summary>
    public static int Images(double seconds) => Math.Clamp((int)Math.Round(seconds * ImagesPerSecond), Fewest, All);
}
