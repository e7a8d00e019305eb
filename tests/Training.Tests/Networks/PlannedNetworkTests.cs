using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Networks;

public sealed class PlannedNetworkTests
{
    public PlannedNetworkTests() => LibtorchLoader.Load();

    [Theory]
    [InlineData(1, 1.0, 1.0)]
    [InlineData(3, 0.5, 0.857)]
    [InlineData(4, 0.25, 0.714)]
    public void The_built_network_has_the_parameters_that_the_rows_count(int dilation, double width, double resolution)
    {
        var plan = Plan(dilation, width, resolution);

        using var network = PlannedNetwork.Seeded(plan, seed: 1);

        Assert.Equal(plan.Parameters, network.parameters().Sum(weight => weight.numel()));
        Assert.Equal(plan.Bytes, network.state_dict().Values.Where(t => t.dtype == ScalarType.Float32).Sum(t => t.numel() * 4));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(27)]
    [InlineData(8)]
    public void Logits_are_one_row_an_image(int side)
    {
        using var scope = NewDisposeScope();
        var network = PlannedNetwork.Seeded(NetworkCatalog.Plan("dilated-separable", Configuration(2, 0.25, 1), side, classes: 7), seed: 1);

        var logits = network.forward(randn(3, 3, side, side));

        Assert.Equal([3, 7], logits.shape);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 7)]
    [InlineData(3, 11)]
    [InlineData(4, 15)]
    public void A_dilated_filter_sees_the_side_of_equation_1(int dilation, int side)
    {
        using var scope = NewDisposeScope();
        var row = Plan(dilation, 0.25, 1).Layers[0];
        var layer = Layer.From([row])[0];
        var image = zeros([1, 3, 33, 33], requires_grad: true);

        layer.Forward([image]).sum(1)[0, 16, 16].backward();

        // A nonzero gradient means that the pixel affects the output pixel in the middle.
        var moved = image.grad!.abs().sum([0, 1]).nonzero();
        Assert.Equal(9, moved.shape[0]);
        Assert.Equal(side, moved.max().item<long>() - moved.min().item<long>() + 1);
        Assert.Equal(PaperFormulas.FilterArea(dilation, 3), side * side);
    }

    [Fact]
    public void The_gradient_reaches_every_weight()
    {
        using var scope = NewDisposeScope();
        var network = PlannedNetwork.Seeded(Plan(2, 0.25, 1), seed: 1);

        network.forward(randn(4, 3, 32, 32)).pow(2).mean().backward();

        Assert.All(network.named_parameters(), weight => Assert.True(weight.parameter.grad!.abs().sum().item<float>() > 0, weight.name));
    }

    [Fact]
    public void Without_gradients_nothing_but_the_logits_outlives_a_forward_pass_and_they_are_the_same()
    {
        using var network = PlannedNetwork.Seeded(Plan(2, 0.25, 1), seed: 1);
        network.eval();
        using var images = randn(4, 3, 32, 32);
        using var withGradients = network.forward(images).detach();

        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var logits = network.forward(images);

        Assert.Equal(1, scope.DisposablesCount);
        Assert.Equal(withGradients.data<float>().ToArray(), logits.data<float>().ToArray());
        Assert.False(images.IsInvalid);
    }

    [Fact]
    public void Names_and_first_weights_are_those_of_every_checkpoint_so_far()
    {
        string[] module = ["dilated.weight", "depthwise.weight", "pointwise.weight", "bn.weight", "bn.bias"];
        var plan = Plan(2, 0.25, 1);

        using var network = PlannedNetwork.Seeded(plan, seed: 1);

        Assert.Equal(
            [.. Enumerable.Range(1, 9).SelectMany(n => module.Select(layer => $"module{n}.{layer}")), "fc.fc.weight", "fc.fc.bias"],
            network.named_parameters().Select(weight => weight.name));
        Assert.Equal(8588.2402652320998, Weights(plan, seed: 1), 1e-6);
    }

    [Fact]
    public void Trials_that_start_at_once_draw_the_weights_they_draw_alone()
    {
        var plan = Plan(1, 0.25, 1);
        var alone = Enumerable.Range(0, 12).Select(seed => Weights(plan, seed)).ToArray();
        var together = new double[alone.Length];

        Parallel.For(0, alone.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, seed => together[seed] = Weights(plan, seed));

        Assert.Equal(alone, together);
    }

    private static double Weights(NetworkPlan plan, int seed)
    {
        using var scope = NewDisposeScope();
        using var network = PlannedNetwork.Seeded(plan, seed);
        return network.parameters().Sum(weight => weight.detach().to(ScalarType.Float64).abs().sum().item<double>());
    }

    private static NetworkPlan Plan(int dilation, double width, double resolution) =>
        NetworkCatalog.Plan("dilated-separable", Configuration(dilation, width, resolution), 32, classes: 10);

    private static Configuration Configuration(int dilation, double width, double resolution) =>
        new(dilation, width, resolution, 0.001, 0, 32);
}
