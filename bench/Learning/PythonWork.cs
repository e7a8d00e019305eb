using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Paretune.Bench.Learning;

/// <summary>Runs a PyTorch script on the files of a temporary folder. PARETUNE_PYTHON names an interpreter with torch.</summary>
internal sealed class PythonWork : IDisposable
{
    // The path of Debian's python3, which python3-torch belongs to.
    private const string Interpreter = "/usr/bin/python3";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-parity");

    public void Write<T>(string file, T[] values) where T : unmanaged =>
        File.WriteAllBytes(Path.Combine(_folder.FullName, file), MemoryMarshal.AsBytes<T>(values));

    public void Manifest(object manifest) =>
        File.WriteAllText(Path.Combine(_folder.FullName, "manifest.json"), JsonSerializer.Serialize(manifest, ParetuneJson.Options));

    /// <exception cref="InvalidOperationException">The script failed, for example because torch is not installed.</exception>
    public JsonElement Ask(string verb, params string[] more)
    {
        var python = Environment.GetEnvironmentVariable("PARETUNE_PYTHON") is { Length: > 0 } named ? named : Interpreter;
        var script = Path.Combine(AppContext.BaseDirectory, "pytorch", "parity.py");
        using var process = Process.Start(new ProcessStartInfo(python, [script, verb, _folder.FullName, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonDocument.Parse(output).RootElement
            : throw new InvalidOperationException(
                $"{python} must have torch (on Debian: apt install python3-torch; to use another interpreter, set PARETUNE_PYTHON), but "
                + $"{script} failed: "
                + errors.GetAwaiter().GetResult());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
