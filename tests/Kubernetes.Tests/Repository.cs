using System.Diagnostics;

namespace Paretune.Kubernetes.Tests;

/// <summary>The checkout that contains these tests, and the programs they run in it.</summary>
internal static class Repository
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Root { get; } = FindRoot();
    public static string Manifests => Path.Combine(Root, "k8s");
    public static string Silo => Path.Combine(Root, "Silo", "bin", Configuration, "net10.0", "Paretune.Silo.dll");

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>Runs a program and returns its output; fails with the output if the exit code is not 0.</summary>
    public static async Task<string> Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // As in the images. The build of these tests has already analysed the same sources.
        start.Environment["RunAnalyzers"] = "false";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var (told, wrong) = (await output, await errors);
        return process.ExitCode == 0
            ? told : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {told}{wrong}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distributed.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Distributed.sln above the tests' build folder");
    }
}
