using System.Diagnostics;
using System.Text.Json;

namespace Paretune.Bench.Training;

/// <summary>Trains the same network in a separate process on request, so that our code does not affect it.</summary>
internal sealed class ChildLoop : ILoop
{
    private static readonly Lazy<string?> Interpreter = new(
        () => ((string?[])[Environment.GetEnvironmentVariable("PARETUNE_PYTHON"), "python3", "/usr/bin/python3"])
            .OfType<string>().FirstOrDefault(HasTorch));

    private readonly Process _process;

    private ChildLoop(Process process, string name) => (_process, Name) = (process, name);

    public string Name { get; }

    public long PeakBytes { get; private set; }

    /// <summary>Starts eager PyTorch; null if neither PARETUNE_PYTHON nor python3 has torch.</summary>
    /// <param name="variant">Contains <c>channels_last</c>, <c>bf16</c> or both; empty for float32, channels first.</param>
    public static ChildLoop? PyTorch(PlainCase @case, string device, int threads, string variant = "")
    {
        if (Interpreter.Value is not { } interpreter)
            return null;
        var python = Start(interpreter, Path.Combine(AppContext.BaseDirectory, "pytorch", "plain_loop.py"));
        var plan = new
        {
            Rows = @case.Plan.Layers,
            @case.Batch,
            @case.Side,
            Classes = PlainCase.Classes,
            Device = device,
            Threads = threads,
            Variant = variant,
        };
        python.StandardInput.WriteLine(JsonSerializer.Serialize(plan, ParetuneJson.Options));
        return new(python, $"PyTorch {variant}".TrimEnd());
    }

    /// <summary>Starts a <see cref="PlainLoop"/>.</summary>
    public static ChildLoop Plain(PlainCase @case, string device, int threads)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var process = Start(program, isHost ? [Environment.GetCommandLineArgs()[0], PlainLoop.Command] : [PlainLoop.Command]);
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new LoopRequest(@case, device, threads), ParetuneJson.Options));
        return new(process, "plain TorchSharp");
    }

    public Pass Run(int steps)
    {
        _process.StandardInput.WriteLine(steps);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the loop {Name} ended early");
        using var figures = JsonDocument.Parse(answer);
        PeakBytes = figures.RootElement.GetProperty("peak").GetInt64();
        return new(figures.RootElement.GetProperty("wall").GetDouble(), figures.RootElement.GetProperty("processor").GetDouble(), steps);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static bool HasTorch(string interpreter)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo(interpreter, ["-c", "import torch"]) { RedirectStandardError = true })!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // The interpreter does not exist.
        }
    }
}
