using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Networks;

public sealed class LayerTests
{
    public LayerTests() => LibtorchLoader.Load();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_norm_computes_what_torchsharps_does_and_keeps_the_same_statistics(bool trains)
    {
        using var scope = NewDisposeScope();
        var plan = NetworkCatalog.Plan("resnet20", new(1, 1, 1, 0.001, 0, 32), 32, classes: 10);
        var layer = Layer.From(plan.Layers).First(one => one.Row.Kind == LayerKind.BatchNorm);
        var (norm, other) = ((BatchNorm2d)layer.Module!, nn.BatchNorm2d(layer.Row.Out));
        norm.train(trains);
        other.train(trains);

        for (var batch = 0; batch < 2; batch++)
        {
            var map = rand(4, layer.Row.Out, 8, 8);
            Assert.True(layer.Forward([map]).equal(other.forward(map)).all().item<bool>());
        }

        Assert.Equal(trains ? 2 : 0, norm.num_batches_tracked!.item<long>());
        Assert.All(other.state_dict(), entry => Assert.True(entry.Value.equal(norm.state_dict()[entry.Key]).all().item<bool>(), entry.Key));
    }
}
