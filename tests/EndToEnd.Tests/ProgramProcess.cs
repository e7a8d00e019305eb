using System.Diagnostics;
using System.IO.Compression;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>A custom program that trains the trials of an external search.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<string> BuiltWheel = new(BuildWheel);

    private readonly Process _process;
    private readonly Task<string> _output, _error;

    private ProgramProcess(Process process) =>
        (_process, _output, _error) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    /// <summary>The Python client as users install it, built with Debian's tools.</summary>
    public static string Wheel => BuiltWheel.Value;

    public static void NeedPython() => Requirement.Program(Python);

    /// <summary>The same for a module of Debian's Python.</summary>
    public static void NeedModule(string name)
    {
        NeedPython();
        Requirement.Check(
            Directory.Exists($"/usr/lib/python3/dist-packages/{name}"), $"python3-{name} is not installed; test.sh installs it");
    }

    public static ProgramProcess StartPython(string script, SiloProcess? silo = null, string? search = null) =>
        Start(silo, search, Python, script);

    /// <param name="silo">The silo with the search; null to run the program without one, as a user trying out a script.</param>
    public static ProgramProcess Start(SiloProcess? silo, string? search, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = command[0] == Python && File.Exists(command[1]) ? Wheel : "";
        if (silo is not null)
            (start.Environment["PARETUNE_URL"], start.Environment["PARETUNE_SEARCH"]) = (silo.Address.OriginalString, search);
        return new(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end and asserts success.</summary>
    public static async Task<string> Run(SiloProcess? silo, string? search, params string[] command)
    {
        using var program = Start(silo, search, command);
        return await program.Succeeds();
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends SIGSTOP: the program stops running without noticing.</summary>
    public void Freeze() => Assert.Equal(0, SiloProcess.Signal(_process.Id, 19));

    /// <summary>SIGCONT after <see cref="Freeze"/>.</summary>
    public void Thaw() => Assert.Equal(0, SiloProcess.Signal(_process.Id, 18));

    /// <returns>Standard output of the program.</returns>
    public async Task<string> Succeeds()
    {
        var (code, said) = await Exit();
        Assert.True(code == 0, $"{code} {said}");
        return await _output;
    }

    public async Task<(int Code, string Said)> Exit()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output + await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static string BuildWheel()
    {
        // A build beside the sources would leave a folder there.
        var folder = Directory.CreateTempSubdirectory("paretune-wheel-").FullName;
        var sources = Path.Combine(Repository.Root, "clients", "python");
        foreach (var name in new[] { "pyproject.toml", "README.md", "paretune/__init__.py", "paretune/py.typed" })
        {
            var copy = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(sources, name), copy);
        }

        var start = new ProcessStartInfo(
            Python, ["-c", "from setuptools import build_meta; print(build_meta.build_wheel('.'))"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var build = Process.Start(start)!;
        var (said, error) = (build.StandardOutput.ReadToEndAsync(), build.StandardError.ReadToEndAsync());
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, said.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
        var wheel = Assert.Single(Directory.GetFiles(folder, "*.whl"));
        using var content = ZipFile.OpenRead(wheel);
        Assert.Contains(content.Entries, entry => entry.FullName == "paretune/py.typed");
        return wheel;
    }
}
