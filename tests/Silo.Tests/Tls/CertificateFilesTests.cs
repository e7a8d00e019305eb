using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Tests.Tls;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly PemFolder _folder;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly LogLines _log = new();
    private readonly ServiceProvider _services;
    private readonly CertificateFiles _files;
    private readonly string _first;

    public CertificateFilesTests()
    {
        _folder = new(_authority.Issue(), _authority);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddLogging(logging => logging.AddProvider(_log));
        services.AddParetuneTls(_folder.Options, CertificateRole.Silo);
        _services = services.BuildServiceProvider();
        _files = _services.GetRequiredService<CertificateFiles>();
        _first = Shown();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_renewed_certificate_is_shown_a_second_later()
    {
        var renewed = _authority.Issue();

        _folder.Write(renewed, _authority);

        Assert.Equal(_first, Shown());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(renewed.Thumbprint, Shown());
    }

    [Fact]
    public void A_renewed_certificate_is_found_behind_a_link_that_is_swapped()
    {
        var renewed = _authority.Issue();
        using var next = new PemFolder(renewed, _authority);
        foreach (
            var (link, target) in new[] { (_folder.Options.Certificate, next.Options.Certificate),
                (_folder.Options.Key, next.Options.Key) })
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, target);
        }

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(renewed.Thumbprint, Shown());
    }

    [Fact]
    public void What_is_broken_leaves_the_old_certificate_and_is_told_once_for_each_change()
    {
        File.WriteAllText(_folder.Options.Certificate, "-----BEGIN CERTIFICATE-----");
        Assert.Equal(_first, ShownLater());
        Assert.Equal(_first, ShownLater());
        File.Delete(_folder.Options.Key);
        Assert.Equal(_first, ShownLater());
        Assert.Equal(_first, ShownLater());

        Assert.Equal(2, _log.All.Count);
        Assert.Contains("Paretune:Tls:Certificate must contain PEM certificates", _log.All[0], StringComparison.Ordinal);
        Assert.Contains("Paretune:Tls:Key must name a PEM file", _log.All[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_broken_is_used_once_it_is_mended()
    {
        var renewed = _authority.Issue();
        File.WriteAllText(_folder.Options.Key, "");
        Assert.Equal(_first, ShownLater());

        _folder.Write(renewed, _authority);

        Assert.Equal(renewed.Thumbprint, ShownLater());
    }

    [Fact]
    public void A_certificate_that_is_not_yet_valid_is_used_when_it_is()
    {
        var tomorrow = _authority.Issue(fromDay: 1, toDay: 3);
        _folder.Write(tomorrow, _authority);
        Assert.Equal(_first, ShownLater());

        _clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(tomorrow.Thumbprint, Shown());
    }

    private string ShownLater()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return Shown();
    }

    private string Shown() => _files.Current().Shown.TargetCertificate.Thumbprint;
}
