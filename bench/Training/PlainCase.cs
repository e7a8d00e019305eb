using Paretune.Tuning.Networks;

namespace Paretune.Bench.Training;

/// <summary>One network at one image size.</summary>
/// <param name="Side">Side of an image in pixels.</param>
/// <param name="Batch">Images per step.</param>
/// <param name="Goal">The goal for the ratio to the faster of the two references, on a CPU.</param>
internal sealed record PlainCase(int Side, int Batch, int Dilation, double Width, double Goal)
{
    public const int Classes = 10;

    /// <summary>The network. The references implement only the default.</summary>
    public string Network { get; init; } = NetworkCatalog.Default;

    /// <summary>Returns the cases with these sides, dilations and widths; empty lists stand for the usual values.</summary>
    public static IEnumerable<PlainCase> From(int[] sides, int[] dilations, double[] widths) =>
        from side in Or(sides, [32, 64, 224])
        from width in Or(widths, [1, 0.5])
        from dilation in Or(dilations, [1, 2, 3, 4])
        select new PlainCase(side, side <= 48 ? 128 : side <= 96 ? 64 : 16, dilation, width, GoalOf(side, dilation));

    public string Name =>
        (Network == NetworkCatalog.Default ? "" : $"{Network}, ")
        + FormattableString.Invariant($"{Side} px, batch {Batch}, δ {Dilation}, α {Width:0.##}");

    public Configuration Configuration => new(Dilation, Width, Resolution: 1, LearningRate: 0.001, WeightDecay: 0, Batch);

    public NetworkPlan Plan => NetworkCatalog.Plan(Network, Configuration, Side, Classes);

    private static T[] Or<T>(T[] given, T[] usual) => given.Length > 0 ? given : usual;

    // Goals for training speed relative to the references. They are higher with dilated filters, because the references are slower with
    // them, and lower at 32 pixels, where small maps leave less to gain.
    private static double GoalOf(int side, int dilation) => dilation > 1 ? 2.5 : side == 32 ? 1.6 : 2.0;
}
