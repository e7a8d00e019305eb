namespace Paretune.EndToEnd.Tests;

/// <summary>The paths of the built programs and the real data, relative to the test's build folder.</summary>
internal static class Repository
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Root { get; } = FindRoot();
    public static string Silo => Path.Combine(Root, "Silo", "bin", Configuration, "net10.0", "Paretune.Silo.dll");
    public static string Client => Path.Combine(Root, "Client", "bin", Configuration, "net10.0", "paretune.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distributed.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Distributed.sln above the tests' build folder");
    }
}
