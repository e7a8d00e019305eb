using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Tests.Networks;

public sealed class NetworkCatalogTests
{
    [Fact]
    public void The_network_has_nine_modules_of_five_layers_a_pool_and_a_classifier()
    {
        string[] module = ["dilated", "depthwise", "pointwise", "bn", "relu"];
        var expected = Enumerable.Range(1, 9).SelectMany(n => module.Select(layer => $"module{n}.{layer}")).Append("pool").Append("fc");

        var plan = Plan(Sample.Configuration());

        Assert.Equal(expected, plan.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Maps_at_224_shrink_as_in_the_papers_table()
    {
        int[] expected = [112, 56, 56, 28, 28, 14, 14, 7, 7];

        var plan = Plan(Sample.Configuration(), baseResolution: 224);

        Assert.Equal(
            expected, plan.Layers.Where(layer => layer.Name.EndsWith(".relu", StringComparison.Ordinal)).Select(layer => layer.OutputSize));
    }

    [Theory]
    [InlineData(10, 2_162_058)]
    [InlineData(1000, 3_176_808)]
    public void Parameters_are_those_counted_by_hand(int classes, long expected)
    {
        // Dilated 3·9·32 + 9·(64+128+128+256+256+512+512+1024), depthwise 9·(32+64+2·128+2·256+2·512+1024),
        // pointwise Σ in·out, batch norm 2·Σ out, classifier 1025·classes.
        long dilated = 864 + 9 * 2880, depthwise = 9 * 2912, norm = 2 * 3904;
        long pointwise = 32 * 64 + 64 * 128 + 128 * 128 + 128 * 256 + 256 * 256 + 256 * 512 + 512 * 512 + 512 * 1024 + 1024 * 1024;

        var plan = Plan(Sample.Configuration(dilation: 3), classes: classes);

        Assert.Equal(expected, plan.Parameters);
        Assert.Equal(dilated + depthwise + pointwise + norm + 1025 * classes, plan.Parameters);
    }

    [Fact]
    public void Macs_count_nine_taps_for_every_pixel_of_the_map()
    {
        var layers = Plan(Sample.Configuration(dilation: 4), baseResolution: 32).Layers.ToDictionary(layer => layer.Name);

        Assert.Equal(3 * 32 * 9 * 32 * 32, layers["module1.dilated"].Macs);
        Assert.Equal(32 * 9 * 16 * 16, layers["module1.depthwise"].Macs);
        Assert.Equal(32 * 64 * 16 * 16, layers["module1.pointwise"].Macs);
        Assert.Equal(64 * 9 * 16 * 16, layers["module2.dilated"].Macs);
        Assert.Equal(1024 * 10, layers["fc"].Macs);
        Assert.All(["module1.bn", "module1.relu", "pool"], name => Assert.Equal(0, layers[name].Macs));
    }

    [Fact]
    public void Bytes_are_those_of_the_weights_and_the_batch_norm_statistics()
    {
        const int Channels = 64 + 2 * 128 + 2 * 256 + 2 * 512 + 2 * 1024;

        var plan = Plan(Sample.Configuration());

        Assert.Equal(4 * (plan.Parameters + 2 * Channels), plan.Bytes);
    }

    [Fact]
    public void The_first_dilated_convolution_is_dense_and_the_others_are_per_channel()
    {
        var dilated = Plan(Sample.Configuration()).Layers.Where(
            layer => layer.Name.EndsWith(".dilated", StringComparison.Ordinal)).ToArray();

        Assert.Equal((3, 32, 1), (dilated[0].In, dilated[0].Out, dilated[0].Groups));
        Assert.All(dilated[1..], layer => Assert.Equal((layer.In, layer.In), (layer.Out, layer.Groups)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 7)]
    public void Torchs_dilation_is_twice_the_papers_less_one(int dilation, int expected)
    {
        var plan = Plan(Sample.Configuration(dilation));

        Assert.Equal(expected, plan.Layers[0].Dilation);
    }

    [Fact]
    public void The_receptive_field_grows_by_each_layers_spacing_times_the_stride_before_it()
    {
        // At δ = 2 a module adds 2·3 for the dilated and 2·1 for the depthwise filter, times the strides of the modules before it.
        const int Expected = 1 + (2 * 3 + 2 * 1) * (1 + 2 + 4 + 4 + 8 + 8 + 16 + 16 + 32);

        var plan = Plan(Sample.Configuration(dilation: 2));

        Assert.Equal(Expected, plan.ReceptiveField);
        Assert.True(Plan(Sample.Configuration(dilation: 3)).ReceptiveField > Expected);
    }

    [Theory]
    [InlineData(224, 1, 224)]
    [InlineData(224, 0.857, 192)]
    [InlineData(224, 0.714, 160)]
    [InlineData(50, 0.57, 29)]
    [InlineData(33, 0.5, 17)]
    public void The_input_is_the_base_times_rho_with_halves_rounded_up(int baseResolution, double resolution, int expected)
    {
        var plan = Plan(Sample.Configuration(resolution: resolution), baseResolution);

        Assert.Equal(expected, plan.InputSize);
    }

    [Fact]
    public void Width_scales_every_channel_count_but_not_the_image_nor_the_classes()
    {
        var layers = Plan(Sample.Configuration(width: 0.51)).Layers;

        Assert.Equal((3, 16), (layers[0].In, layers[0].Out));
        Assert.Equal(33, layers[2].Out);
        Assert.Equal((522, 10), (layers[^1].In, layers[^1].Out));
    }

    [Fact]
    public void A_vanishing_width_leaves_one_channel()
    {
        var plan = Plan(Sample.Configuration(width: 1e-9));

        Assert.All(plan.Layers.Skip(1).SkipLast(1), layer => Assert.Equal(1, layer.Out));
    }

    [Fact]
    public void Neither_dilation_nor_resolution_changes_the_parameters()
    {
        var plain = Plan(Sample.Configuration());

        var changed = Plan(Sample.Configuration(dilation: 4, resolution: 0.5));

        Assert.Equal(plain.Parameters, changed.Parameters);
        Assert.True(changed.Macs < plain.Macs);
    }

    // Files of weights have these names.
    [Theory]
    [InlineData("vgg16", "stage1.conv1", "fc8")]
    [InlineData("dilated-separable", "module1.dilated", "fc")]
    public void Layers_are_numbered_from_one(string network, string first, string last)
    {
        var layers = NetworkCatalog.Plan(network, Sample.Configuration(), 32, classes: 10).Layers;

        Assert.Equal((first, last), (layers[0].Name, layers[^1].Name));
    }

    [Fact]
    public void An_unknown_network_is_named_with_its_nearest_and_all_known()
    {
        var error = Assert.Throws<ArgumentException>(() => NetworkCatalog.Plan("dilated-seperable", Sample.Configuration(), 32, 10));

        Assert.StartsWith(
            "unknown network \"dilated-seperable\"; did you mean \"dilated-separable\"? known: alexnet, dilated-separable, googlenet",
            error.Message, StringComparison.Ordinal);
    }

    private static NetworkPlan Plan(Configuration configuration, int baseResolution = 32, int classes = 10) =>
        NetworkCatalog.Plan("dilated-separable", configuration, baseResolution, classes);
}
