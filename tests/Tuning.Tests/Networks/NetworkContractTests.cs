using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Tests.Networks;

/// <summary>The contract of every network's layers.</summary>
public sealed class NetworkContractTests
{
    private static readonly string[] WithoutWidth = ["alexnet", "googlenet", "resnet18", "resnet20", "squeezenet", "vgg16", "xception"];

    public static TheoryData<string> Networks => [.. NetworkCatalog.Names];

    public static TheoryData<string> NetworksWithoutDilation => [.. NetworkCatalog.Names.Except([NetworkCatalog.Default])];

    public static TheoryData<string> NetworksWithWidth => [.. NetworkCatalog.Names.Except(WithoutWidth)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Names_are_used_once_and_every_layer_stands_behind_those_it_reads(string network)
    {
        var known = new HashSet<string> { NetworkPlan.Image };

        foreach (var layer in Plan(network).Layers)
        {
            Assert.NotEmpty(layer.From);
            Assert.All(layer.From, name => Assert.Contains(name, known));
            Assert.True(known.Add(layer.Name), layer.Name);
            // A layer's name is part of its weights' names, which are divided at a dot.
            Assert.InRange(layer.Name.Count(letter => letter == '.'), 0, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_layer_but_the_last_is_read_and_the_last_gives_a_number_a_class(string network)
    {
        var layers = Plan(network, classes: 7).Layers;
        var read = layers.SelectMany(layer => layer.From).ToHashSet();

        Assert.Equal(layers.SkipLast(1).Select(layer => layer.Name), layers.Select(layer => layer.Name).Where(read.Contains));
        Assert.Equal((7, 1), (layers[^1].Out, layers[^1].OutputSize));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_layer_takes_the_shape_that_the_one_before_gives(string network)
    {
        var layers = Plan(network).Layers.ToDictionary(layer => layer.Name);

        foreach (var layer in layers.Values.Where(layer => layer.From[0] != NetworkPlan.Image))
        {
            var read = layer.From.Select(name => layers[name]).ToArray();
            Assert.Equal(layer.In, layer.Kind == LayerKind.Add ? read[0].Out : read.Sum(one => one.Out));
            Assert.All(read, one => Assert.Equal(layer.InputSize, one.OutputSize));
            Assert.Equal(0, layer.In % layer.Groups);
            Assert.Equal(0, layer.Out % layer.Groups);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_resolution_is_counted_and_less_of_it_costs_fewer_macs(string network)
    {
        double[] resolutions = [1, 0.857, 0.714, 0.5];

        var macs = resolutions.Select(resolution => Plan(network, resolution: resolution)).Select(plan => plan.Macs).ToArray();

        Assert.Equal(macs.OrderDescending(), macs);
        Assert.True(macs[^1] > 0);
    }

    [Theory]
    [MemberData(nameof(NetworksWithWidth))]
    public void Every_width_is_counted_and_less_of_it_costs_less(string network)
    {
        double[] widths = [1, 0.75, 0.5, 0.35, 0.25, 0.1, 1e-9];

        var costs = widths.Select(width => Plan(network, width: width).Cost).ToArray();

        Assert.Equal(costs.OrderByDescending(cost => cost.Parameters).ThenByDescending(cost => cost.Macs), costs);
        Assert.True(costs[0].Parameters > costs[^1].Parameters);
    }

    [Theory]
    [MemberData(nameof(NetworksWithoutDilation))]
    public void A_network_without_a_dilated_rate_refuses_one(string network)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => NetworkCatalog.Plan(network, Sample.Configuration(dilation: 2), 224, classes: 10));

        Assert.Contains($"{network} does not support δ > 1, but got dilation 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_whose_paper_scales_no_channels_refuses_a_width()
    {
        Assert.All(WithoutWidth, network =>
        {
            var refusal = Assert.Throws<ArgumentException>(
                () => NetworkCatalog.Plan(network, Sample.Configuration(width: 0.5), 224, classes: 10));
            Assert.Contains($"{network} does not support α < 1, but got dilation 1, width 0.5", refusal.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Grey_images_take_two_thirds_of_the_weights_off_what_reads_the_image(string network)
    {
        var colour = Plan(network);
        var grey = NetworkCatalog.Plan(network, Sample.Configuration(), 224, new NetworkEnds(Channels: 1, Classes: 10));

        var readers = colour.Layers.Where(layer => layer.From.Contains(NetworkPlan.Image)).ToList();
        Assert.NotEmpty(readers);
        Assert.All(readers, layer => Assert.Equal((3, 1), (layer.In, layer.Groups)));
        Assert.Equal(
            readers.Sum(layer => 2L * layer.Out * layer.Kernel * layer.Kernel), colour.Parameters - grey.Parameters);
        Assert.Equal(
            readers.Sum(layer => 2L * layer.Out * layer.Kernel * layer.Kernel * layer.OutputSize * layer.OutputSize),
            colour.Macs - grey.Macs);
    }

    private static NetworkPlan Plan(string network, double width = 1, double resolution = 1, int classes = 10) =>
        NetworkCatalog.Plan(network, Sample.Configuration(width: width, resolution: resolution), 224, classes);
}
