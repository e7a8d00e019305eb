using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Networks;

/// <summary>Mixed precision on a CPU, which computes bf16 like a GPU.</summary>
public sealed class MixedPrecisionTests
{
    private const int Images = 8, Classes = 7;

    public MixedPrecisionTests() => LibtorchLoader.Load();

    // Errors of single layers, because the norms of few images amplify errors over many layers.
    [Theory]
    [InlineData("dilated-separable", 3)]
    [InlineData("mobilenet-v2", 1)]
    [InlineData("shufflenet", 1)]
    [InlineData("googlenet", 1)]
    public void Each_layer_gives_in_bf16_what_it_gives_in_fp32_but_for_the_last_digits(string network, int dilation)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var plan = Plan(network, dilation, side: 46);
        var exact = new Dictionary<string, Tensor> { [NetworkPlan.Image] = randn(Images, 3, plan.InputSize, plan.InputSize) };

        foreach (var layer in Layer.From(plan.Layers).Select(layer => layer with { IsInPlace = false }))
        {
            Tensor[] read = [.. layer.Row.From.Select(name => exact[name])];
            var expected = exact[layer.Row.Name] = layer.Forward(read);
            if (layer.Row.Kind == LayerKind.Dropout)
                continue;
            var rounded = layer.Forward([.. read.Select(map => map.to(ScalarType.BFloat16))]);
            Assert.Equal((layer.Row.Name, ScalarType.BFloat16), (layer.Row.Name, rounded.dtype));
            Assert.InRange(((rounded.to(ScalarType.Float32) - expected).norm() / expected.norm()).item<float>(), 0, 0.02f);
        }
    }

    [Theory]
    [InlineData("dilated-separable", 1)]
    [InlineData("dilated-separable", 3)]
    [InlineData("alexnet", 1)]
    public void Gradients_in_bf16_are_float32_and_near_those_in_fp32(string network, int dilation)
    {
        using var scope = NewDisposeScope();
        var plan = Plan(network, dilation, side: network == "alexnet" ? 63 : 32);

        var (exact, rounded) = (Gradient(plan, TrainingPrecision.Fp32), Gradient(plan, TrainingPrecision.Bf16));

        Assert.Equal((ScalarType.Float32, ScalarType.Float32), (rounded.Logits.dtype, rounded.Gradient.dtype));
        Assert.InRange(nn.functional.cosine_similarity(exact.Gradient, rounded.Gradient, dim: 0).item<float>(), 0.9f, 1);
        Assert.False(exact.Gradient.equal(rounded.Gradient).all().item<bool>());
    }

    [Fact]
    public void What_only_answers_is_computed_in_fp32()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var network = PlannedNetwork.Seeded(Plan("dilated-separable", 1, side: 32), seed: 1);
        network.eval();
        var images = randn(2, 3, 32, 32);

        var before = network.forward(images);
        network.Precision = TrainingPrecision.Bf16;

        Assert.Equal(before.data<float>().ToArray(), network.forward(images).data<float>().ToArray());
    }

    private static NetworkPlan Plan(string network, int dilation, int side) =>
        NetworkCatalog.Plan(network, new(dilation, network is "alexnet" or "googlenet" ? 1 : 0.25, 1, 0.001, 0, 32), side, Classes);

    private static (Tensor Logits, Tensor Gradient) Gradient(NetworkPlan plan, TrainingPrecision precision)
    {
        var network = PlannedNetwork.Seeded(plan, seed: 1);
        network.Precision = precision;
        using var generator = new Generator(1, CPU);
        network.DrawFrom(generator);
        var pass = network.Train(randn([Images, 3, plan.InputSize, plan.InputSize], generator: generator));
        nn.functional.cross_entropy(pass.Logits, arange(Images) % Classes).backward();
        pass.Backward();
        return (pass.Logits, cat([.. network.parameters().Select(weight => weight.grad!.flatten())]));
    }
}
