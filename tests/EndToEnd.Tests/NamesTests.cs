using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>Nothing connects to an address that was not configured: no host name is looked up.</summary>
[Collection("network"), Trait("needs", "root")]
public sealed partial class NamesTests
{
    // ONNX Runtime sends no telemetry where one of these is set.
    private static readonly string[] WithTelemetry =
        ["env", "-u", "CI", "-u", "TF_BUILD", "-u", "GITHUB_ACTIONS", "-u", "ORT_DISABLE_TELEMETRY"];

    [Fact]
    public async Task A_search_that_exports_its_models_asks_for_no_host_name()
    {
        await using var host = await NetworkHost.Create();
        NetworkHost.AskForNames();
        using var names = new NameServer(NetworkHost.Here);
        using var home = new Home();
        // An address that others can reach requires a key.
        var (code, said) = await ConsoleProcess.Run("key", "create", "names", "--scope", "admin", "--local");
        Assert.True(code == 0, said);
        var (key, hash) = (Key().Match(said).Value, Hash().Match(said).Groups[1].Value);
        await using var silo = SiloProcess.LaunchAt(
            NetworkHost.There, home.Path, TestPort.Find(),
            new Dictionary<string, string> { ["Paretune__AdminKeyHash"] = hash }, [.. NetworkHost.Through, .. WithTelemetry]);
        silo.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await silo.Ready();

        var id = await silo.Submit(new
        {
            name = "names",
            dataset = "shapes",
            trainImages = 200,
            space = new { dilation = new[] { 1 }, width = new[] { 0.125 }, resolution = new[] { 0.5 } },
            epochs = 1,
        });
        await silo.Ended(id);
        Assert.Contains("libonnxruntime", silo.Libraries, StringComparison.Ordinal);
        await silo.Terminate();

        Assert.Empty(names.Asked);
        // Verifies the test itself: lookups from there arrive here.
        await NetworkHost.Run("getent", "hosts", "a-name.that-is-asked-for.example");
        Assert.Contains("a-name.that-is-asked-for.example", names.Asked);
    }

    [GeneratedRegex("ptk_[a-z0-9_]+")]
    private static partial Regex Key();

    [GeneratedRegex("AdminKeyHash=([0-9a-f]+)")]
    private static partial Regex Hash();

    /// <summary>A name server that knows no names and records the queries.</summary>
    private sealed class NameServer : IDisposable
    {
        private const int Port = 53, Header = 12;

        private readonly UdpClient _socket;

        public NameServer(string address)
        {
            _socket = new(new IPEndPoint(IPAddress.Parse(address), Port));
            _ = Serve();
        }

        public ConcurrentBag<string> Asked { get; } = [];

        public void Dispose() => _socket.Dispose();

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    var question = await _socket.ReceiveAsync();
                    Asked.Add(NameIn(question.Buffer));
                    // A response, recursion available, no such name (RFC 1035, 4.1.1).
                    (question.Buffer[2], question.Buffer[3]) = (0x81, 0x83);
                    await _socket.SendAsync(question.Buffer, question.RemoteEndPoint);
                }
            }
            catch (ObjectDisposedException)
            {
                // The test has ended.
            }
        }

        private static string NameIn(byte[] question)
        {
            var labels = new List<string>();
            for (var at = Header; question[at] > 0; at += question[at] + 1)
                labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
            return string.Join('.', labels);
        }
    }
}
