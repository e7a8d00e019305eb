using System.Text.RegularExpressions;

namespace Paretune.Kubernetes.Tests;

/// <summary>The files of a release, created by <c>.ci/release</c> with stand-ins for the programs that build and push.</summary>
public sealed partial class Release : IAsyncLifetime
{
    public const string Registry = "ghcr.io/someone", Digest = "sha256:0123456789abcdef";

    // Each creates the files that the script expects, or prints what it reads.
    private static readonly Dictionary<string, string> StandIns = new()
    {
        ["dotnet"] = """
            while [ "$1" != -o ]; do shift; done
            touch "$2/paretune" "$2/paretune.exe" "$2/Paretune.nupkg"
            """,
        ["docker"] = $$"""
            while [ $# -gt 0 ]; do
              case $1 in
                -t) echo "$2" >>"$0.pushed" ;;
                --metadata-file) echo '  "containerimage.digest": "{{Digest}}"' >"$2" ;;
              esac
              shift
            done
            """,
        ["helm"] = $$"""echo "Pushed: ${3#oci://}/paretune"; echo "Digest: {{Digest}}" >&2""",
    };

    private readonly string _root = Directory.CreateTempSubdirectory("paretune-release-").FullName;

    public static string Version { get; } = Declared().Match(Repository.Read("Directory.Build.props")).Groups[1].Value;

    public string Folder => Path.Combine(_root, "files");

    /// <summary>The images that were pushed, with their tags.</summary>
    public IReadOnlyList<string> Pushed => File.ReadAllLines(Path.Combine(_root, "docker.pushed"));

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, script) in StandIns)
        {
            var program = Path.Combine(_root, name);
            await File.WriteAllTextAsync(program, $"#!/usr/bin/env bash\nset -eu\n{script}\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await Repository.Run(
            Repository.Root, "env", $"PATH={_root}:{Environment.GetEnvironmentVariable("PATH")}", $"KUBECTL={Kubectl.Kubernetes}",
            "IMAGES=push", "bash", ".ci/release", Version, Registry, Folder);
    }

    public Task<string> Read(string file) => File.ReadAllTextAsync(Path.Combine(Folder, file));

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("<Version>(.*)</Version>")]
    private static partial Regex Declared();
}
