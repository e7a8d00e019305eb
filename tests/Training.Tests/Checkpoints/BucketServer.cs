using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Paretune.Training.Checkpoints;

namespace Paretune.Training.Tests.Checkpoints;

/// <summary>A server that speaks S3, as a process of its own with an empty bucket; tests skip where it is not installed.</summary>
internal sealed class BucketServer : IAsyncDisposable
{
    // The one account that s3rver knows. It knows it by the key alone: it verifies no signature.
    public const string Key = "S3RVER";
    private const string Bucket = "checkpoints";
    private readonly TemporaryFolder folder = new();
    private Process? process;

    public int Port { get; } = FreePort();

    public static async Task<BucketServer> Start()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is missing: install Node.js and run \"npm ci\" in tests/Training.Tests/S3 (test.sh does)");
        SetCredentials(Key, Key);
        var server = new BucketServer();
        await server.Resume();
        return server;
    }

    /// <summary>The bucket, reached directly or through a wire.</summary>
    public BucketPlace Place(int? port = null, string bucket = Bucket) =>
        BucketPlace.Parse($"s3://{bucket}/some/prefix", new($"http://127.0.0.1:{port ?? Port}"), region: null, pathStyle: true)!;

    /// <summary>Who this process is until it is disposed.</summary>
    public static IDisposable Credentials(string key, string secret)
    {
        SetCredentials(key, secret);
        return new Own();
    }

    /// <summary>Starts it on the data it had.</summary>
    public async Task Resume()
    {
        // It makes its page tokens with a cipher that OpenSSL 3 counts as legacy.
        string[] arguments = ["--openssl-legacy-provider", Program, "-d", folder.Path, "-a", "127.0.0.1", "-p", $"{Port}", "-s", "--configure-bucket", Bucket];
        process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains("listening", StringComparison.Ordinal))
                return;
        Assert.Fail("the S3 server ended before it listened");
    }

    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process!.Dispose();
        folder.Dispose();
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static void SetCredentials(string key, string secret)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", key);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", secret);
    }

    private sealed class Own : IDisposable
    {
        public void Dispose() => SetCredentials(Key, Key);
    }

    private static string Program => Path.Combine(Sources(), "..", "S3", "node_modules", "s3rver", "bin", "s3rver.js");

    private static string Sources([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
