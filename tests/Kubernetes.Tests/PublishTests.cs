using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Paretune.Kubernetes.Tests;

/// <summary>What the Dockerfiles publish, from the files that .dockerignore admits, has the layout that they copy into images.</summary>
public sealed partial class PublishTests(PublishTests.Folder shared) : IClassFixture<PublishTests.Folder>
{
    private const int Megabyte = 1 << 20;
    private readonly string _work = shared.Path;

    [Fact]
    public async Task Control_and_dashboard_hold_no_libtorch_and_say_so_where_one_would_train()
    {
        var commands = Commands("Silo").Single(command => command.Contains("Torch=none", StringComparison.Ordinal));

        var app = await Publish(commands);

        Assert.True(File.Exists(Path.Combine(app, "Paretune.Silo.dll")));
        Assert.All((string[])["paretune.css", "_framework/blazor.web.js", "_content/Plotly.Blazor/plotly-basic-3.7.0.min.js"], file =>
            Assert.True(File.Exists(Path.Combine(app, "wwwroot", file)), file));
        Assert.All(
            (string[])["*Training*", "*Torch*"], trains => Assert.Empty(Directory.GetFiles(app, trains, SearchOption.AllDirectories)));
        Assert.True(File.Exists(Path.Combine(app, "libonnxruntime.so")));
        Assert.True(Size(app) < 110 * Megabyte);
        Assert.Contains("this build has no libtorch", await Refusal(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workers_libtorch_is_all_in_the_layer_that_depends_on_packages_alone()
    {
        Assert.All((string[])["Torch=cpu", "Torch=cuda"], torch =>
            Assert.Equal(2, Commands("Silo").Count(command => command.Contains(torch, StringComparison.Ordinal))));
        var commands = Commands("Silo").Where(command => command.Contains("Torch=cpu", StringComparison.Ordinal)).ToList();
        using var bare = new Folder();
        CopyProjects(bare.Path);
        var packages = await PublishIn(
            bare.Path, commands.Single(command => command.Contains(" Training ", StringComparison.Ordinal)));
        var layer = Directory.GetFiles(packages, "*.so*").Select(Path.GetFileName).ToHashSet();

        var app = await Publish(commands.Single(command => command.Contains(" Silo ", StringComparison.Ordinal)));

        Assert.Contains("libtorch_cpu.so", layer);
        Assert.DoesNotContain("libtorch_python.so", layer);
        var shipped = Directory.GetFiles(app, "*", SearchOption.AllDirectories).Where(
            file => !layer.Contains(Path.GetFileName(file))).Sum(file => new FileInfo(file).Length);
        Assert.True(shipped < 100 * Megabyte);
    }

    [Fact]
    public async Task The_console_runs_as_a_tool_and_as_one_file()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PARETUNE_LONG") == "1",
            "publishes the console three times, for minutes on two cores; set PARETUNE_LONG=1 to run it");
        await Publish(Commands("Client").Single());
        await Repository.Run(_work, "dotnet", "pack", "Client", "-c", "Release", "-o", "packed");
        Assert.True(Size(Path.Combine(_work, "packed")) < 200 * Megabyte);
        await Repository.Run(
            _work, "dotnet", "tool", "install", "Paretune", "--tool-path", "tool", "--source", Path.Combine(_work, "packed"));
        await Repository.Run(
            _work, "dotnet", "publish", "Client", "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishSingleFile=true",
            "-p:IncludeNativeLibrariesForSelfExtract=true", "-p:DebugType=embedded", "-o", "single");

        Assert.Equal(["paretune"], Directory.GetFiles(Path.Combine(_work, "single")).Select(Path.GetFileName));
        Assert.Contains(
            "submit", await Repository.Run(_work, Path.Combine(_work, "tool", "paretune"), "search", "--help"), StringComparison.Ordinal);
        Assert.Contains(
            "submit", await Repository.Run(_work, Path.Combine(_work, "single", "paretune"), "search", "--help"), StringComparison.Ordinal);
    }

    /// <summary>Returns the publish commands, without their output folder.</summary>
    private static IEnumerable<string> Commands(string project) =>
        PublishCommand().Matches(Repository.Read(project, "Dockerfile")).Select(command => command.Groups[1].Value);

    private Task<string> Publish(string arguments)
    {
        var allowed = Repository.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]);
        CopyTo(_work, allowed.SelectMany(Files));
        return PublishIn(_work, arguments);
    }

    private static async Task<string> PublishIn(string work, string arguments)
    {
        var target = Path.Combine(work, $"out-{Directory.GetDirectories(work, "out-*").Length}");
        await Repository.Run(work, "dotnet", [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-o", target]);
        return target;
    }

    /// <summary>Copies the files that the stage "projects" of the silo's Dockerfile copies, and no others. That stage, like
    /// <see cref="Repository.Run"/>, must leave out the analyzers, which would miss their files.</summary>
    private static void CopyProjects(string work)
    {
        var stage = Repository.Read("Silo", "Dockerfile").Split("\nFROM ")
            .Single(lines => lines.Contains(" AS projects\n", StringComparison.Ordinal));
        Assert.Contains("\nENV RunAnalyzers=false\n", stage, StringComparison.Ordinal);
        foreach (var copy in stage.Split('\n').Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)))
            CopyTo(work, copy.Split(' ')[1..^1].SelectMany(Files));
    }

    private static void CopyTo(string work, IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var target = Path.Combine(work, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static IEnumerable<string> Files(string pattern)
    {
        var folder = Path.Combine(Repository.Root, pattern);
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file))
            : Directory.GetFiles(Repository.Root, pattern);
    }

    private static async Task<string> Refusal(string app)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(app, "Paretune.Silo.dll")]) { RedirectStandardError = true };
        start.Environment["PARETUNE_HOME"] = app;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        using var process = Process.Start(start)!;
        var refusal = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
        return refusal;
    }

    private static long Size(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    /// <summary>The output folder, shared so that common projects are compiled once.</summary>
    public sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("paretune-publish-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    [GeneratedRegex(@"dotnet (publish [^\\&]*?) -o ")]
    private static partial Regex PublishCommand();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Built();
}
