namespace Paretune.Storage.Tests.Datasets;

/// <summary>
/// Determines the class of an image of <c>shapes</c> by rule: its texture from pixel differences at distances 1 and 2, its layout from the
/// positions of its discs.
/// </summary>
/// <param name="level">
/// Returns the level, 0 to 255, for channel, x and y, for x and y from 0 to <paramref name="size"/> (exclusive).
/// </param>
internal sealed class ShapesReader(Func<int, int, int, double> level, int size)
{
    // Mean squared differences at (1 right, 2 right, 1 down, 2 down) of each texture, up to contrast and noise.
    private static readonly double[][] Textures = [[0, 0, 4, 0], [4, 0, 0, 0], [4, 0, 4, 0], [0, 0, 2, 4], [2, 4, 0, 0]];

    public int Class() => Texture() + (Beside() ? 0 : Textures.Length);

    private int Texture()
    {
        double[] differences = [Difference(1, 0), Difference(2, 0), Difference(0, 1), Difference(0, 2)];
        var noise = differences.Min();
        var scores = Textures.Select(
            texture => texture.Zip(differences, (t, d) => t * (d - noise)).Sum() / Math.Sqrt(texture.Sum(t => t * t)));
        return scores.Index().MaxBy(score => score.Item).Index;
    }

    private double Difference(int dx, int dy) =>
        Over(size - dx, size - dy).Average(
            at => Enumerable.Range(0, 3).Sum(c => Math.Pow(level(c, at.X, at.Y) - level(c, at.X + dx, at.Y + dy), 2)));

    private bool Beside()
    {
        var points = Over(size - 3, size - 3).ToArray();
        var grounds = Enumerable.Range(0, 3).Select(c => points.Select(at => Smooth(c, at)).Order().ElementAt(points.Length / 2)).ToArray();
        var contrast = points.ToDictionary(at => at, at => Enumerable.Range(0, 3).Sum(c => Math.Abs(Smooth(c, at) - grounds[c])));
        var discs = points.Where(at => contrast[at] > contrast.Values.Max() * 0.6).ToArray();
        return Variance(discs.Select(at => at.X)) > Variance(discs.Select(at => at.Y));
    }

    /// <summary>The mean of 4×4 pixels, which removes the texture.</summary>
    private double Smooth(int channel, (int X, int Y) at) => Over(4, 4).Average(d => level(channel, at.X + d.X, at.Y + d.Y));

    private static double Variance(IEnumerable<int> values) => values.Average(value => value * value) - Math.Pow(values.Average(), 2);

    private static IEnumerable<(int X, int Y)> Over(int width, int height) =>
        Enumerable.Range(0, width * height).Select(at => (at % width, at / width));
}
