using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Tests.Tls;

public sealed class TlsMiddlewareTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();
    private readonly PemFolder _folder;
    private readonly ServiceProvider _services;
    private readonly Pipe _said = new(), _answer = new();

    public TlsMiddlewareTests()
    {
        var authority = new Authority();
        _folder = new(authority.Issue(), authority);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddLogging(logging => logging.AddProvider(_log));
        services.AddParetuneTls(_folder.Options, CertificateRole.Silo);
        _services = services.BuildServiceProvider();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_peer_that_says_nothing_is_let_go_after_ten_seconds()
    {
        var connection = Accept();

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(connection.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await connection.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("the TLS handshake did not complete within 10 s", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1")]
    public async Task A_peer_that_leaves_before_TLS_is_agreed_upon_is_told(string said)
    {
        await _said.Writer.WriteAsync(Encoding.ASCII.GetBytes(said));
        await _said.Writer.CompleteAsync();

        await Accept().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("the TLS handshake failed", Assert.Single(_log.All), StringComparison.Ordinal);
        await _answer.Writer.CompleteAsync();
        Assert.Equal(0, (await _answer.Reader.ReadAsync()).Buffer.Length);
    }

    private Task Accept()
    {
        var builder = new ConnectionBuilder(_services);
        builder.AcceptTls(CertificateRole.Silo);
        builder.Run(_ => throw new InvalidOperationException("nothing was agreed upon"));
        var (near, far) = (new TwoPipes(_said.Reader, _answer.Writer), new TwoPipes(_answer.Reader, _said.Writer));
        return builder.Build()(new DefaultConnectionContext("peer", near, far));
    }

    private sealed record TwoPipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
