using System.Diagnostics;
using System.Text.Json;

namespace Paretune.Bench.Training;

/// <summary>The same network in eager PyTorch, in a process of its own that trains when it is told to.</summary>
internal sealed class PyTorchLoop : ILoop
{
    private static readonly Lazy<string?> Interpreter = new(
        () => ((string?[])[Environment.GetEnvironmentVariable("PARETUNE_PYTHON"), "python3", "/usr/bin/python3"])
            .OfType<string>().FirstOrDefault(HasTorch));

    private readonly Process _python;

    private PyTorchLoop(Process python, string name) => (_python, Name) = (python, name);

    public string Name { get; }

    public long PeakBytes { get; private set; }

    /// <summary>Null where neither PARETUNE_PYTHON nor python3 has torch.</summary>
    /// <param name="variant">Words of <c>channels_last bf16</c>; empty for float32, channels first.</param>
    public static PyTorchLoop? Start(PlainCase @case, string device, int threads, string variant = "")
    {
        if (Interpreter.Value is not { } interpreter)
            return null;
        var script = Path.Combine(AppContext.BaseDirectory, "pytorch", "plain_loop.py");
        var python = Process.Start(new ProcessStartInfo(interpreter, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
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

    public Pass Run(int steps)
    {
        _python.StandardInput.WriteLine(steps);
        _python.StandardInput.Flush();
        var answer = _python.StandardOutput.ReadLine() ?? throw new InvalidOperationException("plain_loop.py ended early");
        using var figures = JsonDocument.Parse(answer);
        PeakBytes = figures.RootElement.GetProperty("peak").GetInt64();
        return new(figures.RootElement.GetProperty("wall").GetDouble(), figures.RootElement.GetProperty("processor").GetDouble(), steps);
    }

    public void Dispose()
    {
        _python.StandardInput.Close();
        _python.WaitForExit();
        _python.Dispose();
    }

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
            return false; // No such interpreter.
        }
    }
}
