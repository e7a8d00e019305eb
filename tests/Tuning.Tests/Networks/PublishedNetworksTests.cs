using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Tests.Networks;

/// <summary>The layers of each network compared with published figures, for 1000 classes and 224 pixels (Xception 299).</summary>
public sealed class PublishedNetworksTests
{
    // The exact counts of trained weights; batch norm's running statistics are none.
    [Theory]
    // Caffe's bvlc_alexnet, the two groups of the paper ("60 million"); torchvision's alexnet is another network, of one column:
    // 61,100,840.
    [InlineData("alexnet", 1, 60_965_224)]
    // Caffe's bvlc_googlenet without its auxiliary classifiers; torchvision's has batch norm and 3×3 for 5×5: 6,624,904. The paper's Table
    // 1 says 6,797.7 K where K is 1024 (conv1 of inception 3a to 5b agree so), which is often quoted as 6.8 million.
    [InlineData("googlenet", 1, 6_998_552)]
    // The tables of osmr/imgclsmob; slim's own checkpoints are given as 4.24, 2.59, 1.34 and 0.47 million.
    [InlineData("mobilenet", 1, 4_231_976)]
    [InlineData("mobilenet", 0.75, 2_585_560)]
    [InlineData("mobilenet", 0.5, 1_331_592)]
    [InlineData("mobilenet", 0.25, 470_072)]
    // torchvision's mobilenet_v2.
    [InlineData("mobilenet-v2", 1, 3_504_872)]
    // torchvision's resnet18.
    [InlineData("resnet18", 1, 11_689_512)]
    // The tables of osmr/imgclsmob, ShuffleNet x1.0 (g=3); the paper gives none.
    [InlineData("shufflenet", 1, 1_865_728)]
    // torchvision's shufflenet_v2_x1_0 and shufflenet_v2_x0_5.
    [InlineData("shufflenet-v2", 1, 2_278_604)]
    [InlineData("shufflenet-v2", 0.5, 1_366_792)]
    // torchvision's squeezenet1_0.
    [InlineData("squeezenet", 1, 1_248_424)]
    // torchvision's vgg16, without batch norm.
    [InlineData("vgg16", 1, 138_357_544)]
    // Keras' Xception, trainable weights; it counts 54,528 running statistics beside them: 22,910,480.
    [InlineData("xception", 1, 22_855_952)]
    public void Parameters_are_the_published_ones_to_the_unit(string network, double width, long expected)
    {
        var plan = Plan(network, width);

        Assert.Equal(expected, plan.Parameters);
    }

    // The figures in the papers, in millions, with the papers' precision.
    [Theory]
    // Howard et al. 2017, Tables 6 and 7 (569, 325, 149, 41).
    [InlineData("mobilenet", 1, 568.5, 569.5)]
    [InlineData("mobilenet", 0.75, 324.5, 325.5)]
    [InlineData("mobilenet", 0.5, 148.5, 149.5)]
    [InlineData("mobilenet", 0.25, 40.5, 41.5)]
    // Sandler et al. 2018, Table 4, and the table of slim's checkpoints (300, 209, 97, 59).
    [InlineData("mobilenet-v2", 1, 299.5, 301)]
    [InlineData("mobilenet-v2", 0.75, 208.5, 209.5)]
    [InlineData("mobilenet-v2", 0.5, 96.5, 97.5)]
    [InlineData("mobilenet-v2", 0.35, 58.5, 59.5)]
    // Zhang et al. 2018, Table 2, ShuffleNet g = 3: 137 and 38 MFLOPs, which are multiply-adds.
    [InlineData("shufflenet", 1, 136.5, 137.5)]
    [InlineData("shufflenet", 0.5, 37.5, 38.5)]
    // Ma et al. 2018, Table 5: 146 and 41 MFLOPs, which count batch norm too.
    [InlineData("shufflenet-v2", 1, 144, 146.5)]
    [InlineData("shufflenet-v2", 0.5, 40, 41.5)]
    // He et al. 2016, Table 1: 1.8 · 10⁹.
    [InlineData("resnet18", 1, 1750, 1850)]
    // Szegedy et al. 2015: a budget of 1.5 billion multiply-adds.
    [InlineData("googlenet", 1, 1450, 1600)]
    // The tables of osmr/imgclsmob: 8,385.86 M, bias and batch norm counted in part.
    [InlineData("xception", 1, 8350, 8400)]
    public void Macs_are_the_published_ones(string network, double width, double least, double most)
    {
        var plan = Plan(network, width);

        Assert.InRange(plan.Macs / 1e6, least, most);
    }

    // The tables of osmr/imgclsmob: 272,474 weights and 41.29 M MACs, with bias and batch norm counted in part; the paper says 0.27 M and
    // has shortcuts without weights.
    [Fact]
    public void Resnet20_has_the_published_size_on_images_of_cifar_10()
    {
        var plan = NetworkCatalog.Plan("resnet20", Sample.Configuration(), 32, classes: 10);

        Assert.Equal(272_474, plan.Parameters);
        Assert.InRange(plan.Macs / 1e6, 40.5, 41.29);
    }

    // google-research/receptive_field, of Araujo, Norris, Sim, "Computing receptive fields of convolutional neural networks", Distill 2019.
    [Theory]
    [InlineData("alexnet", 195)]
    [InlineData("vgg16", 212)]
    [InlineData("mobilenet", 315)]
    public void Receptive_fields_are_the_published_ones(string network, int expected)
    {
        var plan = Plan(network, width: 1);

        Assert.Equal(expected, plan.ReceptiveField);
    }

    // torchvision's min_size is the same for alexnet (63), vgg16 (32) and squeezenet (21), which have these windows.
    [Theory]
    [InlineData("alexnet", 63)]
    [InlineData("vgg16", 32)]
    [InlineData("squeezenet", 21)]
    [InlineData("googlenet", 31)]
    public void An_input_on_which_a_window_finds_no_room_is_refused(string network, int least)
    {
        var smallest = NetworkCatalog.Plan(network, Sample.Configuration(), least, classes: 10);

        var refusal = Assert.Throws<ArgumentException>(() => NetworkCatalog.Plan(network, Sample.Configuration(), least - 1, classes: 10));

        Assert.Equal(1, smallest.Layers[^1].OutputSize);
        Assert.Contains($"{network} needs an input of at least {least} pixels", refusal.Message, StringComparison.Ordinal);
    }

    private static NetworkPlan Plan(string network, double width) =>
        NetworkCatalog.Plan(network, Sample.Configuration(width: width), network == "xception" ? 299 : 224, classes: 1000);
}
