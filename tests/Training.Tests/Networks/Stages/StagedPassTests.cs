using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Training.Networks.Stages;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Networks.Stages;

/// <summary>Compares a network computed in stages with the same network computed by torch.</summary>
public sealed class StagedPassTests
{
    public StagedPassTests() => LibtorchLoader.Load();

    [Theory]
    [InlineData("dilated-separable", 1, 0.25)]
    [InlineData("dilated-separable", 3, 0.3)]
    [InlineData("mobilenet", 1, 0.25)]
    public void It_trains_as_torch_alone_would(string network, int dilation, double width)
    {
        using var scope = NewDisposeScope();
        var (staged, torchs) = (Network(network, dilation, width), Network(network, dilation, width));
        var (image, labels) = (randn(6, 3, 32, 32), randint(10, 6));

        var pass = staged.Train(image);
        nn.functional.cross_entropy(pass.Logits, labels).backward();
        pass.Backward();
        var logits = torchs.forward(image);
        nn.functional.cross_entropy(logits, labels).backward();

        Assert.IsType<StagedPass>(pass);
        Assert.True(pass.Logits.allclose(logits, rtol: 1e-3, atol: 1e-4));
        Assert.All(staged.named_parameters().Zip(torchs.named_parameters()), pair =>
            Assert.True(IsNear(pair.First.parameter.grad!, pair.Second.parameter.grad!), pair.First.name));
        Assert.All(staged.named_buffers().Zip(torchs.named_buffers()), pair =>
            Assert.True(pair.First.buffer.allclose(pair.Second.buffer, rtol: 1e-3, atol: 1e-5), pair.First.name));
    }

    [Theory]
    [InlineData("dilated-separable", 2)]
    [InlineData("mobilenet", 1)]
    public void It_evaluates_as_torch_alone_would(string network, int dilation)
    {
        using var scope = NewDisposeScope();
        var ours = Network(network, dilation, 0.25);
        ours.eval();
        var image = randn(5, 3, 32, 32);

        var torchs = ours.forward(image);
        using var frozen = no_grad();
        var staged = ours.forward(image);

        Assert.True(staged.allclose(torchs, rtol: 1e-3, atol: 1e-4));
    }

    [Fact]
    public void Two_parts_of_a_batch_add_their_gradients()
    {
        using var scope = NewDisposeScope();
        var network = Network("dilated-separable", 1, 0.25);
        var image = randn(4, 3, 32, 32);
        void Step()
        {
            var pass = network.Train(image);
            pass.Logits.sum().backward();
            pass.Backward();
        }

        Step();
        Tensor[] once = [.. network.parameters().Select(weight => weight.grad!.clone())];
        Step();

        Assert.All(network.parameters().Zip(once), pair => Assert.True(IsNear(pair.First.grad!, 2 * pair.Second)));
    }

    [Fact]
    public void A_map_that_is_not_a_number_makes_logits_that_are_not()
    {
        using var scope = NewDisposeScope();
        var pass = Network("dilated-separable", 1, 0.25).Train(full([2, 3, 32, 32], float.NaN));

        Assert.True(pass.Logits.isnan().all().item<bool>());
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("alexnet")]
    public void Networks_that_branch_or_have_no_filter_of_one_channel_are_left_to_torch(string network)
    {
        using var scope = NewDisposeScope();

        var pass = Network(network, 1, 1).Train(randn(2, 3, 64, 64));

        Assert.IsType<TorchPass>(pass);
    }

    // Small maps of few images give small variances in the norms, which amplify rounding.
    private static bool IsNear(Tensor ours, Tensor torchs)
    {
        var scale = torchs.abs().max().item<float>() + 1e-6f;
        // Gradients of the first norm are differences of much larger sums: with oneDNN's AVX kernels they differ by 1.1 %.
        return (ours - torchs).abs().max().item<float>() / scale < 2e-2;
    }

    private static PlannedNetwork Network(string network, int dilation, double width)
    {
        var configuration = new Configuration(dilation, width, Resolution: 1, LearningRate: 0.001, WeightDecay: 0, BatchSize: 8);
        return PlannedNetwork.Seeded(
            NetworkCatalog.Plan(network, configuration, network is "resnet18" or "alexnet" ? 64 : 32, 10), seed: 1);
    }
}
