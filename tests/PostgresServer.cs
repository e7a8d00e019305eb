using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Paretune.Testing;

/// <summary>A real PostgreSQL for one test class: a database cluster in a temporary folder, on a free loopback port.</summary>
internal sealed partial class PostgresServer : IAsyncDisposable
{
    private const string User = "paretune";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-pg-").FullName;
    private readonly int _port = TestPort.Find();
    private readonly string _address;
    private readonly ConcurrentQueue<string> _errors = [];
    private Process? _process;

    private PostgresServer(string address) => _address = address;

    public string Connection => ConnectionTo("postgres");

    /// <param name="address">An address to listen on, in addition to the loopback.</param>
    public static async Task<PostgresServer> Start(string address = "127.0.0.1")
    {
        var server = new PostgresServer(address);
        // PostgreSQL refuses to run as root.
        if (Environment.IsPrivilegedProcess)
            await Run("chown", "-R", "postgres", server._folder);
        await RunAsOwner("initdb", "-D", server._folder, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await File.AppendAllTextAsync(Path.Combine(server._folder, "pg_hba.conf"), $"host all all {address}/24 trust\n");
        await server.Resume();
        return server;
    }

    /// <summary>Creates an empty database and returns its connection string.</summary>
    public async Task<string> Create(string database)
    {
        await RunAsOwner("createdb", "-h", "127.0.0.1", "-p", $"{_port}", "-U", User, database);
        return ConnectionTo(database);
    }

    /// <summary>Starts the server, or restarts it on the same data and port.</summary>
    public async Task Resume()
    {
        var start = AsOwner(
            "postgres", "-D", _folder, "-p", $"{_port}", "-c", $"listen_addresses=127.0.0.1,{_address}", "-c", "unix_socket_directories=",
            "-c", "max_connections=200",
            "-c", "logging_collector=on");
        start.RedirectStandardError = true;
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            if (_process is null or { HasExited: true })
                _process = Begin(start);
            if (await Exit(AsOwner("pg_isready", "-q", "-h", "127.0.0.1", "-p", $"{_port}")) == 0)
                return;
            if (watch.Elapsed > Patience)
                throw new TimeoutException(
                    $"PostgreSQL in {_folder} did not answer on port {_port} within {Patience.TotalSeconds} s. It wrote: "
                    + string.Join('\n', _errors));
        }
    }

    private Process Begin(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        // Read here, because otherwise its lines would be in the output of the tests. After it has started, it writes its log to files.
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                _errors.Enqueue(text);
        };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Closes all connections and stops the server (SIGINT, "fast" shutdown).</summary>
    public Task Stop() => End(2);

    /// <summary>kill -9: data that was not flushed is lost.</summary>
    public Task Kill() => End(9);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await Stop();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionTo(string database) => $"Host={_address};Port={_port};Username={User};Database={database}";

    private async Task End(int signal)
    {
        _ = Signal(_process!.Id, signal);
        // Also waits for the end of its output, which its children keep open until they have ended.
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    private static async Task RunAsOwner(string program, params string[] arguments) =>
        Require(await Exit(AsOwner(program, arguments)), program);

    private static async Task Run(string program, params string[] arguments) => Require(await Exit(new(program, arguments)), program);

    private static void Require(int exit, string program)
    {
        if (exit != 0)
            throw new InvalidOperationException($"{program} must end with 0, but ended with {exit}");
    }

    private static async Task<int> Exit(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var run = Process.Start(start)!;
        await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return run.ExitCode;
    }

    private static ProcessStartInfo AsOwner(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? new("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", Find(program), .. arguments]) { WorkingDirectory = "/" }
        : new(Find(program), arguments);

    /// <summary>Finds a program of the server. Debian does not put them on the PATH.</summary>
    public static string Find(string program)
    {
        const string packages = "/usr/lib/postgresql";
        var folders = (Directory.Exists(packages)
                ? Directory.EnumerateDirectories(packages).Order().Select(version => Path.Combine(version, "bin")) : [])
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.Select(bin => Path.Combine(bin, program)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"these tests need PostgreSQL, but {program} is not there: apt-get install postgresql, or ./test.sh, which does");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
