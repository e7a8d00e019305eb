using System.Text;
using Paretune.Training.Libtorch;
using Paretune.Training.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Recipes;

public sealed class OptimizationTests
{
    private const double Rate = 0.01, Decay = 0.03, Momentum = 0.8;
    private static readonly RecipeOptions Former = RecipeOptions.Former;

    public OptimizationTests() => LibtorchLoader.Load();

    [Fact]
    public void Weights_in_one_buffer_take_the_steps_that_adam_takes_weight_by_weight()
    {
        using var scope = NewDisposeScope();
        var (network, twin) = Twins();
        using var optimization = Create(network, Former, weightDecay: 0.01);
        using var adam = optim.Adam(twin.parameters(), lr: 0.01, weight_decay: 0.01);

        foreach (var images in Batches())
        {
            Learn(optimization, network, images);
            Learn(adam, twin, images);
        }

        Assert.All(network.parameters().Zip(twin.parameters()), pair => Assert.True(pair.First.allclose(pair.Second, atol: 1e-6)));
        Assert.Equal(twin.state_dict().Keys, network.state_dict().Keys);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Adamw)]
    [InlineData(OptimizerKind.Sgd)]
    public void Steps_are_those_of_torchsharp_to_the_last_bit(OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        var (network, twin) = Twins();
        using var optimization = Create(network, Former with { Optimizer = kind, Momentum = Momentum }, Decay);
        using var other = new FlatParameters(twin);
        using var theirs = TorchSharps(kind, other);

        foreach (var images in Batches())
        {
            Learn(optimization, network, images);
            Learn(theirs, other, twin, images);
        }

        AssertEqual(other, optimization.Weights);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Adamw)]
    [InlineData(OptimizerKind.Sgd)]
    public void A_state_that_torchsharp_saved_continues_to_the_last_bit(OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        var (network, twin) = Twins();
        using var optimization = Create(network, Former with { Optimizer = kind, Momentum = Momentum }, Decay);
        using var other = new FlatParameters(twin);
        using var theirs = TorchSharps(kind, other);
        var batches = Batches();
        Learn(theirs, other, twin, batches[0]);
        network.load_state_dict(twin.state_dict());

        optimization.RestoreOptimizer(new(Saved(theirs)), isFlat: true);
        Learn(optimization, network, batches[1]);
        Learn(theirs, other, twin, batches[1]);

        AssertEqual(other, optimization.Weights);
    }

    [Theory]
    [InlineData(OptimizerKind.Adamw)]
    [InlineData(OptimizerKind.Sgd)]
    public void Decay_shrinks_what_multiplies_and_leaves_biases_and_norms(OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        var (network, before) = Twins();
        using var optimization = Create(network, Former with { Optimizer = kind }, weightDecay: 0.5);

        optimization.Weights.Gradients = (zeros_like(optimization.Weights.Products), zeros_like(optimization.Weights.Offsets));
        optimization.Step(step: 0, learningRate: 0.1);

        Assert.All(network.parameters().Zip(before.parameters()), pair => Assert.True(
            pair.First.allclose(pair.First.shape.Length > 1 ? pair.Second * 0.95 : pair.Second, atol: 1e-6)));
    }

    [Fact]
    public void An_l2_penalty_is_adams_own_on_all_weights()
    {
        using var scope = NewDisposeScope();
        var (network, before) = Twins();
        using var optimization = Create(network, Former, weightDecay: 0.5);

        optimization.Weights.Gradients = (zeros_like(optimization.Weights.Products), zeros_like(optimization.Weights.Offsets));
        optimization.Step(step: 0, learningRate: 0.1);

        // Adam's first step has the length of the rate, whatever the gradient's size.
        Assert.True(network.parameters().First().allclose(
            before.parameters().First() - 0.1 * before.parameters().First().sign(), atol: 1e-4));
    }

    [Fact]
    public void Moments_that_were_kept_weight_by_weight_are_gone_on_from()
    {
        using var scope = NewDisposeScope();
        var (network, twin) = Twins();
        using var adam = optim.Adam(twin.parameters(), lr: 0.01);
        var batches = Batches();
        Learn(adam, twin, batches[0]);
        Learn(adam, twin, batches[1]);
        using var file = Saved(adam);

        using var optimization = Create(network, Former, weightDecay: 0);
        optimization.Restore(twin.state_dict());
        optimization.RestoreOptimizer(new(file), isFlat: false);
        Learn(optimization, network, batches[2]);
        Learn(adam, twin, batches[2]);

        Assert.All(network.parameters().Zip(twin.parameters()), pair => Assert.True(pair.First.allclose(pair.Second, atol: 1e-6)));
    }

    [Fact]
    public void The_average_of_the_weights_validates_and_the_weights_train()
    {
        using var scope = NewDisposeScope();
        var (network, twin) = Twins();
        using var optimization = Create(network, Former with { Ema = 0.9 }, weightDecay: 0);
        using var plain = Create(twin, Former, weightDecay: 0);

        foreach (var images in Batches())
        {
            Learn(optimization, network, images);
            Learn(plain, twin, images);
        }

        optimization.Use(forTraining: false);
        Assert.False(network.parameters().First().allclose(twin.parameters().First(), atol: 1e-5));
        optimization.Use(forTraining: true);
        Assert.True(network.parameters().First().allclose(twin.parameters().First(), atol: 0));
    }

    private static optim.Optimizer TorchSharps(OptimizerKind kind, FlatParameters weights) => kind switch
    {
        OptimizerKind.Adamw => optim.AdamW(
            [
                new([weights.Products], new() { weight_decay = Decay }),
                new TorchSharp.Modules.AdamW.ParamGroup([weights.Offsets], new() { weight_decay = 0 }),
            ],
            Rate),
        OptimizerKind.Sgd => optim.SGD(
            [
                new([weights.Products], new() { momentum = Momentum, weight_decay = Decay }),
                new TorchSharp.Modules.SGD.ParamGroup([weights.Offsets], new() { momentum = Momentum, weight_decay = 0 }),
            ],
            Rate),
        _ => optim.Adam([weights.Products, weights.Offsets], Rate, weight_decay: Decay),
    };

    private static void Learn(optim.Optimizer optimizer, FlatParameters weights, nn.Module<Tensor, Tensor> network, Tensor images)
    {
        weights.ForgetGradients();
        network.forward(images).pow(2).mean().backward();
        weights.GatherGradients();
        optimizer.step();
    }

    private static void AssertEqual(FlatParameters expected, FlatParameters weights)
    {
        Assert.True(weights.Products.equal(expected.Products).all().item<bool>());
        Assert.True(weights.Offsets.equal(expected.Offsets).all().item<bool>());
    }

    private static MemoryStream Saved(optim.Optimizer optimizer)
    {
        var file = new MemoryStream();
        using (var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true))
            ((OptimizerHelper)optimizer).save_state_dict(writer);
        file.Position = 0;
        return file;
    }

    private static Optimization Create(nn.Module network, RecipeOptions options, double weightDecay) => new(
        network, new(new(
            "any", "dilated-separable", new(1, 1, 1, LearningRate: 0.01, weightDecay, 8) { Recipe = options }, 32, Epochs: 1, Seed: 1)));

    private static void Learn(Optimization optimization, nn.Module<Tensor, Tensor> network, Tensor images)
    {
        optimization.Weights.ForgetGradients();
        network.forward(images).pow(2).mean().backward();
        optimization.Weights.GatherGradients();
        optimization.Step(step: 0, learningRate: 0.01);
    }

    private static void Learn(optim.Optimizer optimizer, nn.Module<Tensor, Tensor> network, Tensor images)
    {
        optimizer.zero_grad();
        network.forward(images).pow(2).mean().backward();
        optimizer.step();
    }

    /// <summary>Returns two networks with equal weights whose sizes are not multiples of the alignment.</summary>
    private static (Sequential, Sequential) Twins()
    {
        manual_seed(1);
        var (one, other) = (Network(), Network());
        other.load_state_dict(one.state_dict());
        return (one, other);
    }

    private static Sequential Network() =>
        nn.Sequential(nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5), nn.ReLU(), nn.Flatten(), nn.Linear(5 * 36, 3));

    private static Tensor[] Batches() => [.. Enumerable.Range(0, 3).Select(_ => rand(4, 3, 8, 8))];
}
