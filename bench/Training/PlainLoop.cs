using System.Diagnostics;
using System.Text.Json;
using Paretune.Training.Libtorch;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Bench.Training;

/// <summary>Trains the same network, built of TorchSharp's modules, on one resident batch: float32, channels first.</summary>
internal sealed class PlainLoop : IDisposable
{
    /// <summary>The bench command that serves a loop over standard input.</summary>
    public const string Command = "plain-loop";

    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly Device _device;

    public PlainLoop(PlainCase @case, Device device)
    {
        _device = device;
        _network = nn.Sequential([.. @case.Plan.Layers.Select(row => (row.Name.Replace('.', '-'), Layer(row)))]).to(device);
        _optimizer = optim.Adam(_network.parameters(), lr: 1e-4);
        _images = rand(@case.Batch, 3, @case.Side, @case.Side, device: device);
        _labels = randint(PlainCase.Classes, @case.Batch, device: device);
    }

    /// <summary>Reads a <see cref="LoopRequest"/> and then, for each pass, its number of steps; prints the duration of each.</summary>
    public static void Serve()
    {
        var order = JsonSerializer.Deserialize<LoopRequest>(Console.ReadLine()!, ParetuneJson.Options)!;
        LibtorchLoader.Load();
        set_num_threads(order.Threads);
        using var loop = new PlainLoop(order.Case, device(order.Device));
        while (Console.ReadLine() is { } steps)
        {
            var pass = loop.Run(int.Parse(steps, System.Globalization.CultureInfo.InvariantCulture));
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(
                JsonSerializer.Serialize(new { pass.Wall, pass.Processor, Peak = process.PeakWorkingSet64 }, ParetuneJson.Options));
        }
    }

    private Pass Run(int steps) => Stopwatches.Measure(steps, () =>
    {
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            nn.functional.cross_entropy(_network.forward(_images), _labels).backward();
            _optimizer.step();
        }

        if (_device.type == DeviceType.CUDA)
            cuda.synchronize();
    });

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }

    private static nn.Module<Tensor, Tensor> Layer(LayerPlan row) => row.Kind switch
    {
        LayerKind.Convolution => nn.Conv2d(
            row.In, row.Out, row.Kernel, row.Stride, row.Padding, row.Dilation, groups: row.Groups, bias: row.Bias),
        LayerKind.BatchNorm => nn.BatchNorm2d(row.Out),
        LayerKind.Relu => nn.ReLU(inplace: true),
        LayerKind.GlobalAveragePool => nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
        LayerKind.Linear => nn.Linear(row.In, row.Out),
        _ => throw new NotSupportedException($"the plain loop does not support the layer {row.Kind}"),
    };
}

/// <summary>A request to a <see cref="PlainLoop"/> in a separate process.</summary>
internal sealed record LoopRequest(PlainCase Case, string Device, int Threads);
