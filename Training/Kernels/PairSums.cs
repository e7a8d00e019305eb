namespace Paretune.Training.Kernels;

/// <summary>
/// The sums of the gradients of filters and norm. Each block of lanes has the first filter's taps, the second's, and the norm's two sums,
/// [lane] each. Sums within an image are floats, sums over images are doubles.
/// </summary>
internal sealed unsafe class PairSums(PairShape shape)
{
    public const int NormSums = 2;

    private readonly double[][] _parts =
        [.. Enumerable.Range(0, shape.ImageParts).Select(_ => new double[shape.Blocks * PerBlock(shape) * PairShape.Lanes])];

    /// <summary>Returns the number of sums per block, [lane] each.</summary>
    public static int PerBlock(PairShape shape) => FirstTaps(shape) + Taps.Count + NormSums;

    /// <summary>
    /// Adds the sums of one image and resets them. Groups may call it concurrently, because they write to separate places.
    /// </summary>
    public void Take(int part, int firstBlock, float* sums, int blocks)
    {
        var count = blocks * PerBlock(shape) * PairShape.Lanes;
        var into = _parts[part].AsSpan(firstBlock * PerBlock(shape) * PairShape.Lanes, count);
        for (var i = 0; i < count; i++)
            into[i] += sums[i];
        new Span<float>(sums, count).Clear();
    }

    /// <summary>Returns the first filter's gradient: [channels, read, 3, 3] if it is dense, otherwise [channels, 1, 3, 3].</summary>
    public float[] First() => Gather(0, FirstTaps(shape));

    /// <summary>Returns the second filter's gradient, [channels, 1, 3, 3].</summary>
    public float[] Second() => Gather(FirstTaps(shape), Taps.Count);

    /// <summary>
    /// Returns, for each channel, the sum of the gradients that passed the rectifier, and the sum of those times the distance from the
    /// mean.
    /// </summary>
    public (double[] Gradients, double[] Products) Norm()
    {
        var at = FirstTaps(shape) + Taps.Count;
        return ([.. Channels.Select(channel => Sum(channel, at))], [.. Channels.Select(channel => Sum(channel, at + 1))]);
    }

    private IEnumerable<int> Channels => Enumerable.Range(0, shape.Channels);

    private static int FirstTaps(PairShape shape) => shape.First switch
    {
        FirstFilter.None => 0,
        FirstFilter.Dense => Taps.Count * shape.Read,
        _ => Taps.Count,
    };

    private float[] Gather(int from, int count)
    {
        var gathered = new float[shape.Channels * count];
        for (var i = 0; i < gathered.Length; i++)
            gathered[i] = (float)Sum(i / count, from + i % count);
        return gathered;
    }

    private double Sum(int channel, int of)
    {
        var (block, lane) = Math.DivRem(channel, PairShape.Lanes);
        var at = (block * PerBlock(shape) + of) * PairShape.Lanes + lane;
        var sum = 0.0;
        foreach (var part in _parts)
            sum += part[at];
        return sum;
    }
}
