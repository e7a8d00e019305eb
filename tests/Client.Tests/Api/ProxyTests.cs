using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Paretune.Client.Tests.Api;

/// <summary>The console in a process of its own, because the proxy's environment variable applies to a whole process.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task This_machine_is_never_asked_through_a_proxy()
    {
        await using var server = await RecordedServer.Start();
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();

        var (code, output, error) = await Run(proxy, "search", "list", "--server", server.Address.ToString());

        Assert.True(code == 0, error);
        Assert.Contains("abcd2345", output, StringComparison.Ordinal);
        Assert.False(proxy.Pending());
    }

    [Fact]
    public async Task A_proxy_that_is_in_between_is_named_without_its_password()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        var (code, _, error) = await Run(
            $"http://ann:secret@127.0.0.1:{port}", "search", "list", "--server", "http://paretune.example:8080");

        Assert.Equal(3, code);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.Contains($"through the proxy http://127.0.0.1:{port} from http_proxy (to bypass it, add the server to no_proxy", error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/x", true)]
    [InlineData("http://localhost/x", true)]
    [InlineData("http://[::1]:8080/x", true)]
    [InlineData("http://10.0.0.7/x", false)]
    [InlineData("http://past.example/x", true)]
    public void What_the_environment_says_holds_for_other_machines(string address, bool past)
    {
        var proxy = new ProxyPastLoopback(new WebProxy("http://proxy.example:3128") { BypassList = ["past\\.example"] });

        Assert.Equal(past, proxy.IsBypassed(new(address)));
    }

    private static Task<(int, string, string)> Run(TcpListener proxy, params string[] args) =>
        Run($"http://{proxy.LocalEndpoint}", args);

    private static async Task<(int Code, string Out, string Error)> Run(string proxy, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "paretune.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["http_proxy"] = proxy;
        foreach (var name in new[] { "no_proxy", "NO_PROXY" })
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
