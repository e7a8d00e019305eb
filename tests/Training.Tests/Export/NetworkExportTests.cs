using Paretune.Models.Onnx;
using Paretune.Models.Onnx.Format;
using Paretune.Models.Running;
using Paretune.Training.Export;
using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Export;

/// <summary>The contract of the export of every network, with two configurations each.</summary>
public sealed class NetworkExportTests
{
    private const int Classes = 7, Count = 4;
    private static readonly string[] Scaled = ["dilated-separable", "mobilenet", "mobilenet-v2", "shufflenet", "shufflenet-v2"];

    public NetworkExportTests() => LibtorchLoader.Load();

    public static TheoryData<string, bool> Networks
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var network in NetworkCatalog.Names)
            {
                data.Add(network, false);
                data.Add(network, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_file_gives_torchs_logits(string network, bool other)
    {
        using var scope = NewDisposeScope();
        var (plan, module) = Built(network, other);
        var images = Images(plan);

        using var file = new OnnxModel(NetworkOnnx.Write(plan, ModelWeights.Read(module), Facts(plan)), threads: 2);

        var exact = Logits(module, images);
        var difference = exact.Zip(file.Run(images.data<float>().ToArray(), images.shape), (one, two) => Math.Abs(one - two)).Max();
        Assert.InRange(difference, 0, ExportRun.Tolerance * Math.Max(1, exact.Max(Math.Abs)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void No_batch_norm_is_left_that_a_convolution_could_take_over(string network, bool other)
    {
        using var scope = NewDisposeScope();
        var (plan, module) = Built(network, other);

        var graph = ModelProto.Parser.ParseFrom(NetworkOnnx.Write(plan, ModelWeights.Read(module), Facts(plan))).Graph;

        var producers = graph.Node.ToDictionary(node => node.Output[0], node => node.OpType);
        Assert.DoesNotContain(
            graph.Node, node => node.OpType == "BatchNormalization" && producers.GetValueOrDefault(node.Input[0]) == "Conv"
            && graph.Node.Count(reader => reader.Input.Contains(node.Input[0])) == 1);
    }

    [Theory]
    [InlineData("dilated-separable")]
    [InlineData("mobilenet")]
    [InlineData("mobilenet-v2")]
    [InlineData("resnet18")]
    [InlineData("resnet20")]
    [InlineData("shufflenet")]
    [InlineData("shufflenet-v2")]
    [InlineData("squeezenet")]
    public void The_smaller_files_come_near_the_whole_one(string network)
    {
        using var scope = NewDisposeScope();
        var (plan, module) = Built(network, other: false);
        var images = Images(plan);
        var pixels = images.data<float>().ToArray();
        var whole = NetworkOnnx.Write(plan, ModelWeights.Read(module), Facts(plan));
        using var calibration = new Calibration(whole, threads: 2);
        calibration.See(pixels, images.shape);

        var (half, quantized) = (HalfOnnx.Write(whole), QuantizedOnnx.Write(whole, calibration.Maps()));

        using var halfModel = new OnnxModel(half, threads: 2);
        using var quantizedModel = new OnnxModel(quantized, threads: 2);
        var exact = Logits(module, images);
        Assert.InRange(Error(exact, halfModel.Run(pixels, images.shape)), 0, 0.02);
        Assert.InRange(Error(exact, quantizedModel.Run(pixels, images.shape)), 0, 0.45);
        Assert.True(
            half.Length < 0.75 * whole.Length && quantized.Length < 0.75 * whole.Length,
            $"{whole.Length} {half.Length} {quantized.Length}");
    }

    /// <summary>Returns the root mean square difference, relative to the spread of the logits.</summary>
    private static double Error(float[] exact, float[] found)
    {
        var mean = exact.Average();
        return Math.Sqrt(exact.Zip(found, (one, two) => Math.Pow(one - two, 2)).Sum() / exact.Sum(one => Math.Pow(one - mean, 2)));
    }

    /// <summary>Creates a network whose batch norms have statistics to fold.</summary>
    private static (NetworkPlan Plan, PlannedNetwork Module) Built(string network, bool other)
    {
        var side = network switch { "alexnet" => 89, "vgg16" or "googlenet" => 46, _ => 32 };
        var width = Scaled.Contains(network) ? other ? 0.5 : 0.25 : 1;
        var dilation = network == NetworkCatalog.Default && other ? 2 : 1;
        var plan = NetworkCatalog.Plan(network, new(dilation, width, Resolution: 1, 0.001, 0, 32), other ? side + 3 : side, Classes);
        var module = PlannedNetwork.Seeded(plan, seed: 1);
        using var generator = new Generator(3, CPU);
        using (no_grad())
        {
            foreach (var norm in module.modules().OfType<BatchNorm2d>())
            {
                norm.weight!.uniform_(0.5, 1.5, generator);
                norm.bias!.uniform_(-0.5, 0.5, generator);
            }

            // Adapts running statistics to the images.
            for (var pass = 0; pass < 20; pass++)
                module.forward(Images(plan)).Dispose();
        }

        module.eval();
        return (plan, module);
    }

    private static Tensor Images(NetworkPlan plan)
    {
        using var generator = new Generator(1, CPU);
        return randn([Count, 3, plan.InputSize, plan.InputSize], generator: generator);
    }

    private static float[] Logits(PlannedNetwork network, Tensor images)
    {
        using var frozen = no_grad();
        return network.forward(images).data<float>().ToArray();
    }

    private static ModelFacts Facts(NetworkPlan plan) => new(
        plan.Network, new(1, 1, 1, 0.001, 0, 32), plan.InputSize, "none", [.. Enumerable.Range(0, Classes).Select(at => $"class {at}")],
        plan.InputSize,
        plan.InputSize, [0, 0, 0], [1, 1, 1], "s/1", Epochs: 1, Seed: 1);
}
