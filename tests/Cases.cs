using Paretune.Testing;

namespace Paretune;

/// <summary>
/// Files beside the repository: of kinds that users reported against other tools, in <c>shared/cases</c>, published tables of results, in
/// <c>shared/tables</c>, and datasets, in <c>shared/data</c>. Where they are missing, their tests are skipped as <see cref="Requirement"/>
/// says.
/// </summary>
internal static class Cases
{
    public static string PathOf(string file) => PathOf("cases", file);

    public static string TableOf(string file) => PathOf("tables", file);

    public static string DatasetOf(string file) => PathOf("data", file);

    private static string PathOf(string folder, string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Distributed.sln")))
            root = root.Parent;
        var path = Path.Combine(root!.Parent!.FullName, "shared", folder, file);
        Requirement.Check(File.Exists(path), $"{path} does not exist, because it is not part of the repository", Requirement.WithoutShared);
        return path;
    }
}
