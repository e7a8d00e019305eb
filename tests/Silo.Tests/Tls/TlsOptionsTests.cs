using Microsoft.Extensions.Configuration;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Tests.Tls;

/// <summary>Errors in the files are reported before anything starts, one per line.</summary>
public sealed class TlsOptionsTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly PemFolder _folder;

    public TlsOptionsTests() => _folder = new(_authority.Issue(), _authority);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_that_fit_are_taken()
    {
        Assert.Empty(Errors(_folder.Options));
    }

    [Fact]
    public void None_of_the_three_means_no_TLS()
    {
        var errors = new List<string>();

        Assert.Null(TlsOptions.Read(new ConfigurationBuilder().Build(), [CertificateRole.Silo], TimeProvider.System, errors));
        Assert.Empty(errors);
    }

    [Fact]
    public void One_of_the_three_asks_for_the_other_two()
    {
        var errors = Errors(("Paretune:Tls:Key", _folder.Options.Key));

        Assert.Equal(["Paretune:Tls:Certificate", "Paretune:Tls:Authority"], errors.Select(error => error.Split(' ')[0]));
    }

    [Fact]
    public void An_unknown_setting_is_named()
    {
        var error = Assert.Single(Errors(("Paretune:Tls:Cert", "x")));

        Assert.Equal("Paretune:Tls:Cert is not a setting; known settings: Certificate, Key, Authority", error);
    }

    [Fact]
    public void Every_file_that_cannot_be_read_is_named()
    {
        var errors = Errors(new TlsOptions("/nowhere/tls.crt", "/nowhere/tls.key", "/nowhere/ca.crt"));

        Assert.Equal(3, errors.Count);
        Assert.StartsWith("Paretune:Tls:Certificate must name a PEM file", errors[0], StringComparison.Ordinal);
        Assert.Contains("\"/nowhere/tls.crt\"", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        using var other = new PemFolder(_authority.Issue(), _authority);

        var error = Assert.Single(Errors(_folder.Options with { Key = other.Options.Key }));

        Assert.StartsWith("Paretune:Tls:Key must contain the certificate's private key", error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_of_a_certificate_are_told_at_once()
    {
        _folder.Write(_authority.Issue("client.paretune", fromDay: -3, toDay: -2, usages: [Authority.Client]), new Authority());

        var errors = Errors(_folder.Options);

        string[] rules = ["be signed by", "be valid now", "allow both", "have the"];
        Assert.Equal(
            rules.Select(rule => $"Paretune:Tls:Certificate must {rule}"),
            errors.Select((error, index) => error[..$"Paretune:Tls:Certificate must {rules[index]}".Length]));
    }

    private static List<string> Errors(TlsOptions options) => Errors(
        ("Paretune:Tls:Certificate", options.Certificate), ("Paretune:Tls:Key", options.Key),
        ("Paretune:Tls:Authority", options.Authority));

    private static List<string> Errors(params (string Key, string Value)[] settings)
    {
        var errors = new List<string>();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
        TlsOptions.Read(configuration, [CertificateRole.Silo], TimeProvider.System, errors);
        return errors;
    }
}
