using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Tests.Tls;

public sealed class TlsMiddlewareTests
{
    [Fact]
    public async Task A_peer_that_says_nothing_is_let_go_after_ten_seconds()
    {
        var (authority, clock, log) = (new Authority(), new FakeTimeProvider(), new LogLines());
        using var folder = new PemFolder(authority.Issue(), authority);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLogging(logging => logging.AddProvider(log));
        services.AddParetuneTls(folder.Options, CertificateRole.Silo);
        await using var provider = services.BuildServiceProvider();
        var builder = new ConnectionBuilder(provider);
        builder.AcceptTls(CertificateRole.Silo);
        builder.Run(_ => throw new InvalidOperationException("nothing was agreed upon"));
        var (input, output) = (new Pipe(), new Pipe());
        var silent = new DefaultConnectionContext("silent", new TwoPipes(input.Reader, output.Writer), new TwoPipes(output.Reader, input.Writer));

        var connection = builder.Build()(silent);

        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(connection.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await connection.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("TLS was not agreed upon within 10 s", Assert.Single(log.All), StringComparison.Ordinal);
    }

    private sealed record TwoPipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
