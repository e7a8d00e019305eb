using System.Reflection;

namespace Paretune.Client.Demo;

/// <summary>
/// Finds the silo's executable: built from the repository that contains this program, or in a folder <c>silo</c> beside it.
/// </summary>
internal static class SiloProgram
{
    private const string Solution = "Distributed.sln";
    private const string Program = "Paretune.Silo.dll";

    /// <summary>Returns the path of the silo's program, building it first if there are sources.</summary>
    /// <exception cref="CommandException">Neither was found, there is no dotnet to build with, or the build failed.</exception>
    public static async Task<string> Find(Terminal terminal, CancellationToken cancellation)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "silo", Program);
        if (Repository(new(AppContext.BaseDirectory)) is { } root)
            return await Build(root, terminal, cancellation);
        return File.Exists(beside) ? beside : throw new CommandException(
            ExitCode.Failed,
            $"no silo to start: found neither a repository ({Solution}) above {AppContext.BaseDirectory} nor {beside}; in a "
            + "clone, use dotnet run --project Client -- in place of paretune");
    }

    private static DirectoryInfo? Repository(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution)))
            folder = folder.Parent;
        return folder;
    }

    private static async Task<string> Build(DirectoryInfo root, Terminal terminal, CancellationToken cancellation)
    {
        var configuration = typeof(SiloProgram).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
        var project = Path.Combine(root.FullName, "Silo");
        using var process = DotNet.Start(
            DotNet.Command(terminal, root.FullName, "build", project, "-c", configuration, "-v", "q", "--nologo"));
        try
        {
            var output = Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await Waiting.Show(
                terminal, "building the silo (the first build downloads libtorch and takes minutes)",
                process.WaitForExitAsync(cancellation), cancellation);
            if (process.ExitCode != 0)
                throw new CommandException(ExitCode.Failed, $"{string.Concat(await output)}the silo could not be built; see above");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return Path.Combine(project, "bin", configuration, "net10.0", Program);
    }
}
