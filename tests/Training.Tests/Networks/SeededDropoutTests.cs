using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Networks;

public sealed class SeededDropoutTests
{
    private static readonly LayerPlan Row = new("dropout", LayerKind.Dropout, 4, 4, 1, 1, 1, 1, 50, 50, 0, 0, 0) { Share = 0.4 };

    public SeededDropoutTests() => LibtorchLoader.Load();

    [Fact]
    public void It_drops_what_its_generator_says_whatever_else_draws()
    {
        using var scope = NewDisposeScope();

        var (first, _, again, other) = (Dropped(seed: 1), rand(1), Dropped(seed: 1), Dropped(seed: 2));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void It_drops_its_share_and_scales_what_stays_so_that_the_mean_stays()
    {
        using var scope = NewDisposeScope();

        var dropped = Dropped(seed: 1);

        // Ten thousand values: five standard deviations are 0.025.
        Assert.InRange(dropped.Count(value => value == 0) / (double)dropped.Length, 0.375, 0.425);
        Assert.All(dropped, value => Assert.True(value is 0 || Math.Abs(value - 1 / 0.6) < 1e-6));
    }

    [Fact]
    public void It_does_nothing_to_a_network_that_is_judged()
    {
        using var scope = NewDisposeScope();
        using var layer = new SeededDropout(Row);
        layer.eval();

        var output = layer.forward(ones(1, 4, 50, 50));

        Assert.True(output.eq(1).all().item<bool>());
    }

    private static float[] Dropped(ulong seed)
    {
        using var layer = new SeededDropout(Row);
        using var generator = new Generator(seed, CPU);
        layer.Generator = generator;
        return layer.forward(ones(1, 4, 50, 50)).data<float>().ToArray();
    }
}
