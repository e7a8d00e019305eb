using Paretune.Training.Libtorch;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Networks;

/// <summary>The contract of every network's module, with small networks where possible.</summary>
public sealed class NetworkContractTests
{
    private const int Classes = 7;
    private static readonly string[] Scaled = ["dilated-separable", "mobilenet", "mobilenet-v2", "shufflenet", "shufflenet-v2"];

    public NetworkContractTests()
    {
        LibtorchLoader.Load();
        Allocation.KeepFreed(); // As in an attempt; vgg16's optimizer alone allocates a gigabyte per step.
    }

    public static TheoryData<string> Networks => [.. NetworkCatalog.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_module_has_the_weights_that_the_rows_count(string network)
    {
        var plan = Plan(network);

        using var module = PlannedNetwork.Seeded(plan, seed: 1);

        Assert.Equal(plan.Parameters, module.parameters().Sum(weight => weight.numel()));
        Assert.Equal(plan.Bytes, module.state_dict().Values.Where(t => t.dtype == ScalarType.Float32).Sum(t => t.numel() * 4));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_layer_gives_the_shape_that_its_row_says_at_each_resolution(string network)
    {
        foreach (var resolution in new[] { 1, 0.857, 0.714 })
        {
            using var scope = NewDisposeScope();
            var plan = Plan(network, resolution);
            var outputs = new Dictionary<string, Tensor> { [NetworkPlan.Image] = randn(2, 3, plan.InputSize, plan.InputSize) };

            foreach (var layer in Layer.From(plan.Layers))
                outputs[layer.Row.Name] = layer.Forward([.. layer.Row.From.Select(name => outputs[name])]);

            Assert.All(plan.Layers, row => Assert.Equal([2, row.Out, .. Sides(row)], Squared(outputs[row.Name], row)));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_gradient_reaches_every_weight(string network)
    {
        using var scope = NewDisposeScope();
        var plan = Plan(network);
        var module = PlannedNetwork.Seeded(plan, seed: 1);

        module.forward(Images(plan, count: 8)).pow(2).mean().backward();

        Assert.All(module.named_parameters(), weight => Assert.True(weight.parameter.grad!.abs().sum().item<float>() > 0, weight.name));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_model_that_was_written_and_read_gives_the_same_bits(string network)
    {
        using var scope = NewDisposeScope();
        var plan = Plan(network);
        var (written, read) = (PlannedNetwork.Seeded(plan, seed: 1), PlannedNetwork.Seeded(plan, seed: 2));
        var file = new MemoryStream();

        // One pass in training mode, so that batch norm has statistics to save.
        written.forward(Images(plan, count: 4));
        Safetensors.Write(file, written.state_dict(), new Dictionary<string, string>());
        file.Position = 0;
        read.Restore(Safetensors.Read(file).Tensors);

        Assert.Equal(Logits(written, plan), Logits(read, plan));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_seed_gives_the_same_network_and_a_generator_the_same_step(string network)
    {
        using var scope = NewDisposeScope();
        var plan = Plan(network);

        var (first, again, other) = (Stepped(plan, seed: 1), Stepped(plan, seed: 1), Stepped(plan, seed: 2));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Without_gradients_nothing_but_the_logits_outlives_a_forward_pass_and_they_are_the_same(string network)
    {
        var plan = Plan(network);
        using var module = PlannedNetwork.Seeded(plan, seed: 1);
        module.eval();
        using var images = Images(plan, count: 2);
        using var withGradients = module.forward(images).detach();

        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var logits = module.forward(images);

        Assert.Equal(1, scope.DisposablesCount);
        Assert.True(IsNear(logits, withGradients));
        Assert.False(images.IsInvalid);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Layers_that_write_over_their_input_give_what_those_that_do_not_give(string network)
    {
        using var scope = NewDisposeScope();
        var plan = Plan(network);
        var module = PlannedNetwork.Seeded(plan, seed: 1);
        using var frozen = no_grad();
        module.eval();
        var outputs = new Dictionary<string, Tensor> { [NetworkPlan.Image] = Images(plan, count: 2) };

        foreach (var layer in module.Layers.Select(layer => layer with { IsInPlace = false }))
            outputs[layer.Row.Name] = layer.Forward([.. layer.Row.From.Select(name => outputs[name])]);

        Assert.True(IsNear(tensor(Logits(module, plan)), outputs[plan.Layers[^1].Name].flatten()));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_first_loss_is_near_that_of_guessing(string network) => Assert.All(new[] { 1, 2, 3 }, seed =>
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var plan = Plan(network);
        var module = PlannedNetwork.Seeded(plan, seed);
        using var generator = new Generator(1, CPU);
        module.DrawFrom(generator);

        var loss = nn.functional.cross_entropy(module.forward(Images(plan, count: 16)), arange(16) % Classes).item<float>();

        Assert.InRange(loss, Math.Log(Classes) - 0.2, Math.Log(Classes) + 0.2);
    });

    [Theory]
    [MemberData(nameof(Networks))]
    public void Whatever_the_seed_the_loss_falls_clearly_below_that_of_guessing(string network) => Assert.All(SeedsOf(network), seed =>
    {
        const int Count = 14, MostSteps = 60;
        using var scope = NewDisposeScope();
        var plan = Plan(network, side: network switch { "alexnet" => 63, _ => 32 });
        var module = PlannedNetwork.Seeded(plan, seed);
        var (images, labels) = (Images(plan, Count), arange(Count) % Classes);
        using var generator = new Generator((ulong)seed, CPU);
        module.DrawFrom(generator);
        var optimizer = optim.Adam(module.parameters(), lr: network is "alexnet" or "vgg16" ? 1e-4 : 5e-4);
        var losses = new List<float>();

        while (losses.Count < MostSteps && (losses.Count == 0 || losses[^1] > 0.8 * Math.Log(Classes)))
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(module.forward(images), labels);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] <= 0.8 * Math.Log(Classes), string.Join(' ', losses));
    });

    /// <summary>Returns three seeds, or one for the two networks that take minutes on two cores, unless PARETUNE_LONG is set.</summary>
    private static IEnumerable<int> SeedsOf(string network) => Enumerable.Range(
        1, network is "alexnet" or "vgg16" && Environment.GetEnvironmentVariable("PARETUNE_LONG") != "1" ? 1 : 3);

    private static NetworkPlan Plan(string network, double resolution = 1, int? side = null)
    {
        // The smallest sides at which every window fits even with ρ = 0.714.
        side ??= network switch { "alexnet" => 89, "vgg16" or "googlenet" => 46, _ => 32 };
        return NetworkCatalog.Plan(network, new(1, Scaled.Contains(network) ? 0.25 : 1, resolution, 0.001, 0, 32), side.Value, Classes);
    }

    private static Tensor Images(NetworkPlan plan, int count)
    {
        using var generator = new Generator(1, CPU);
        return randn([count, 3, plan.InputSize, plan.InputSize], generator: generator);
    }

    /// <summary>Compares approximately, because stages sum in a different order than torch's layers.</summary>
    private static bool IsNear(Tensor ours, Tensor torchs) =>
        (ours - torchs).abs().max().item<float>() <= 1e-5f * torchs.abs().max().item<float>();

    private static float[] Logits(PlannedNetwork network, NetworkPlan plan)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        network.eval();
        return network.forward(Images(plan, count: 2)).data<float>().ToArray();
    }

    /// <summary>Returns the training output of a network drawn with a seed, with seeded dropout.</summary>
    private static float[] Stepped(NetworkPlan plan, long seed)
    {
        using var scope = NewDisposeScope();
        var network = PlannedNetwork.Seeded(plan, seed);
        using var generator = new Generator(5, CPU);
        network.DrawFrom(generator);
        return network.forward(Images(plan, count: 4)).detach().data<float>().ToArray();
    }

    private static long[] Sides(LayerPlan row) => [row.OutputSize, row.OutputSize];

    /// <summary>Returns an output's shape, with [n, out] as a map of one pixel.</summary>
    private static long[] Squared(Tensor output, LayerPlan row) =>
        output.dim() == 2 && row.OutputSize == 1 ? [.. output.shape, 1, 1] : output.shape;
}
