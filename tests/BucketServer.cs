using System.Diagnostics;

namespace Paretune.Testing;

/// <summary>An S3 server with an empty bucket in a process of its own. It is a <see cref="Requirement"/> of its tests.</summary>
internal sealed class BucketServer : IAsyncDisposable
{
    // The only account of s3rver, which checks the key id but no signature.
    public const string Key = "S3RVER";
    public const string Bucket = "checkpoints";
    private static readonly string Program = Path.Combine(Tests(), "Storage.Tests", "S3", "node_modules", "s3rver", "bin", "s3rver.js");
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-bucket-").FullName;
    private Process? _process;

    public int Port { get; } = TestPort.Find();
    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static async Task<BucketServer> Start()
    {
        Requirement.Check(
            File.Exists(Program), $"{Program} is missing: install Node.js and run \"npm ci\" in tests/Storage.Tests/S3 (test.sh does)");
        var server = new BucketServer();
        await server.Resume();
        return server;
    }

    /// <summary>Restarts the server with its previous data.</summary>
    public async Task Resume()
    {
        // The server encrypts its page tokens with a cipher that OpenSSL 3 has moved to the legacy provider.
        string[] arguments = [
            "--openssl-legacy-provider", Program, "-d", _folder, "-a", "127.0.0.1", "-p", $"{Port}", "-s", "--configure-bucket", Bucket];
        _process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true })!;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains("listening", StringComparison.Ordinal))
                return;
        Assert.Fail($"{Program} ended before it listened");
    }

    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Tests()
    {
        var above = new DirectoryInfo(AppContext.BaseDirectory);
        while (above is not null && !File.Exists(Path.Combine(above.FullName, "Distributed.sln")))
            above = above.Parent;
        return Path.Combine(
            above?.FullName ?? throw new DirectoryNotFoundException("no Distributed.sln above the tests' build folder"), "tests");
    }
}
