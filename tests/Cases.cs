namespace Paretune;

/// <summary>
/// Files of kinds that users reported against other tools, in <c>shared/cases</c> beside the repository, and published tables of results,
/// in <c>shared/tables</c>. A test is skipped if they are missing, but never in CI.
/// </summary>
internal static class Cases
{
    public static string PathOf(string file) => PathOf("cases", file);

    public static string TableOf(string file) => PathOf("tables", file);

    private static string PathOf(string folder, string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Distributed.sln")))
            root = root.Parent;
        var path = Path.Combine(root!.Parent!.FullName, "shared", folder, file);
        Assert.SkipUnless(File.Exists(path) || Environment.GetEnvironmentVariable("CI") == "true", $"{path} is not there");
        return path;
    }
}
