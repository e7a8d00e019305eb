namespace Paretune.Testing;

/// <summary>
/// Installs the trainer of examples/custom-trainer in a home as its page describes, with this repository's files as data.
/// </summary>
internal static class ExampleTrainer
{
    public const string Name = "code-lines";

    // Few enough files to train on in seconds, and as different as possible.
    private static readonly (string Language, string Folder, string Pattern)[] Sources =
    [
        ("cs", "Tuning", "*.cs"), ("md", "docs", "*.md"), ("yaml", "k8s", "*.yaml"),
    ];

    /// <returns>The trainer's folder.</returns>
    public static string Install(string home)
    {
        var (root, configuration) = (Root(), new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name);
        var folder = Directory.CreateDirectory(Path.Combine(home, "trainers", Name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "examples", "custom-trainer", "bin", configuration, "net10.0")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        foreach (var (language, source, pattern) in Sources)
        {
            var target = Directory.CreateDirectory(Path.Combine(folder, "data", language)).FullName;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, source), pattern, SearchOption.AllDirectories).Where(IsSource))
                File.Copy(file, Path.Combine(target, Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '-')));
        }

        return folder;
    }

    private static bool IsSource(string file) => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distributed.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Distributed.sln above the tests' build folder");
    }
}
