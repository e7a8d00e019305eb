using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

/// <summary>While a process waits at startup, probes get the reason, and never an internal error.</summary>
public sealed class StartupStatusServerTests
{
    private const int Rounds = 30;
    private const string Reason = "the database is not ready yet";

    [Fact]
    public async Task Requests_that_arrive_as_it_closes_get_its_answer_or_none()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await AnswersAroundTheEnd();
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer));
            Assert.NotEmpty(answers);
        }
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_keep_it_open()
    {
        var port = FreePort.Find();
        await using var server = Server(port);
        await server.Wait(Reason, "a test");
        using var client = new TcpClient("127.0.0.1", port);
        await client.GetStream().WriteAsync("POST /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Len"u8.ToArray());

        await server.Close().WaitAsync(TimeSpan.FromSeconds(20));

        // Zero bytes, or a reset: the connection is closed.
        await Assert.ThrowsAnyAsync<IOException>(async () => await client.GetStream().ReadExactlyAsync(new byte[1]));
    }

    private static StartupStatusServer Server(int port) => new(
        [], new ConfigurationBuilder().AddInMemoryCollection([new("urls", $"http://127.0.0.1:{port}")]).Build(), SiloRole.Standalone,
        LogFormat.Json);

    private static async Task<List<HttpStatusCode>> AnswersAroundTheEnd()
    {
        var port = FreePort.Find();
        await using var server = Server(port);
        await server.Wait(Reason, "a test");
        using var http = new HttpClient();
        var answered = new TaskCompletionSource();
        var probe = new Uri($"http://127.0.0.1:{port}/readyz");
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Ask(http, probe, answered))).ToList();
        await answered.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await server.Close();
        return [.. (await Task.WhenAll(callers)).SelectMany(answers => answers)];
    }

    /// <summary>Asks again and again until nobody answers.</summary>
    private static async Task<List<HttpStatusCode>> Ask(HttpClient http, Uri url, TaskCompletionSource answered)
    {
        List<HttpStatusCode> answers = [];
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(url);
                answers.Add(answer.StatusCode);
                answered.TrySetResult();
            }
            catch (HttpRequestException)
            {
                return answers;
            }
        }
    }
}
